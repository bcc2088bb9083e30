"""Doc → Extraction: what an article says, as mentions, times and event mentions with exact offsets.

In: an article and its Doc (Universal Dependencies, names, lemmas). Out: `kg.model.Extraction`. Nothing is resolved
here: "he", "the general" and "Soleimani" stay three mentions. Refused: a Doc of another text.

From the words up; each folder knows only those above it in this list, and `article` calls them in order:

    text           tokens, tree, word tables, and the small questions that many rules ask
    naming         names that the recogniser missed, cut wrongly or mislabelled
    mending        words and clauses that the parser hung elsewhere than grammar allows
    events         which words are events, of which type, and who is who around each
    sources        according to whom
    participants   who takes part without standing beside the event's word
    circumstances  place, time, polarity, certainty, tense
    confidence     how likely a record is right
"""

from kg.extract.article import extract

__all__ = ["extract"]
