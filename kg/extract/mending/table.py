"""All rules by which single words are hung anew, in one table: which words each is asked of, and in which order.

In: a Doc. Out: what to change in its tree, and by which rule (`Doc.mended`). A rule is a function of a token that
gives the changes around it, {} where the token is hung right, as most are. What it tests is its own affair; the labels,
tags and parts of speech here are those without which it finds nothing, so that most rules are not asked of most words.
"""

from __future__ import annotations

from kg.extract.mending.objects import (
    headline_subject,
    hidden_verb,
    inverted_saying,
    object_of_last,
    said_of_its_object,
    stranded_subject,
    subject_behind_participle,
    two_objects,
)
from kg.extract.mending.rule import FINITE, VERBAL, Table, rule
from kg.extract.mending.table_clauses import CLAUSES
from kg.extract.mending.table_heads import HEADS
from kg.extract.mending.table_words import PHRASES

OBJECTS: Table = (
    (rule(headline_subject, tags="NNS"),),
    (rule(said_of_its_object, tags="VBG"),),
    (rule(two_objects, tags=VERBAL),),
    (rule(subject_behind_participle, tags=FINITE, subject=False),),
    (
        rule(inverted_saying, "amod", FINITE),
        rule(hidden_verb, "amod", VERBAL),
        rule(stranded_subject, "ccomp", VERBAL),
        rule(object_of_last, "conj", VERBAL, "VERB"),
    ),
)
"""Asked of every word when all were asked the others."""

WORDS: Table = PHRASES + HEADS
"""Asked of every word."""

TABLES: tuple[Table, ...] = (WORDS, CLAUSES, OBJECTS)
