"""Who and where: within an article (`resolve_article`), and across articles (`cluster_actors`).

In: an Extraction and the authority; then any number of ArticleRecords. Out: an ArticleRecord whose mentions are joined
to actors and places; then canonical actors and places with the merges that made them. Refused: guesses. A pronoun or
phrase without a fitting antecedent stays without actor, a place that the authority does not know without coordinates.

    words   what names and describing nouns say of themselves, in whatever article
    within  one article: which mentions are one
    across  all articles: which actors and places of theirs are one
"""

from kg.resolve.across.actors import Clustered, Clusters, cluster_actors, cluster_layer
from kg.resolve.within.article import resolve_article

__all__ = ["Clustered", "Clusters", "cluster_actors", "cluster_layer", "resolve_article"]
