"""Doc → Extraction: what an article says, as mentions, times and event mentions with exact offsets.

In: an article and its Doc (Universal Dependencies, names, lemmas). Out: `kg.model.Extraction`. Nothing is resolved
here: "he", "the general" and "Soleimani" stay three mentions. Refused: a Doc of another text.
"""

from kg.extract.article import extract

__all__ = ["extract"]
