"""The one data model: what the stages hand to each other. Frozen, hashable where it matters, standard library only.

    read     → Article
    extract  → Extraction      mentions, times and event mentions of one article, not yet resolved
    resolve  → ArticleRecord   the same with actors and places: what `kg extract` prints and an article graph holds
    merge    → MergedGraph     canonical actors, places and events over all articles, with the merges that made them

Offsets are half-open, in Unicode code points, into `Article.text`, which never changes after reading.
"""

from kg.model.articles import Article, Rejected, Span
from kg.model.graph import (
    Actor,
    Event,
    Feature,
    Merge,
    Merged,
    MergedGraph,
    Participant,
    PartOf,
    Place,
    Ref,
    Support,
    When,
)
from kg.model.judgements import (
    JUDGED_KINDS,
    Anchor,
    Bonds,
    Judged,
    Judgement,
    Marks,
    MarkSet,
    Verdict,
    is_judged,
    judged_as,
)
from kg.model.kinds import ActorKind, Certainty, Form, Polarity, Precision, Role, Status, Tense, status_of
from kg.model.mentions import EventMention, Extraction, Mention, RoleMention, Time
from kg.model.records import ActorMention, ArticleRecord, Filler, LocalActor, LocalEvent, LocalPlace, PlaceRef, Source

__all__ = [
    "JUDGED_KINDS",
    "Actor",
    "ActorKind",
    "ActorMention",
    "Anchor",
    "Article",
    "ArticleRecord",
    "Bonds",
    "Certainty",
    "Event",
    "EventMention",
    "Extraction",
    "Feature",
    "Filler",
    "Form",
    "Judged",
    "Judgement",
    "LocalActor",
    "LocalEvent",
    "LocalPlace",
    "MarkSet",
    "Marks",
    "Mention",
    "Merge",
    "Merged",
    "MergedGraph",
    "PartOf",
    "Participant",
    "Place",
    "PlaceRef",
    "Polarity",
    "Precision",
    "Ref",
    "Rejected",
    "Role",
    "RoleMention",
    "Source",
    "Span",
    "Status",
    "Support",
    "Tense",
    "Time",
    "Verdict",
    "When",
    "is_judged",
    "judged_as",
    "status_of",
]
