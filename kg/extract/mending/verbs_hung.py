"""Verbs hung where grammar allows them: which of the rules for clauses applies to a verb of a tree.

In: a verb. Out: what to change around it. Rules in one line exclude each other, the first that applies is taken; of
several lines that change one word the last is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.mending.clauses import behind_semicolon, cut_off, left_verbless, misread_main, set_off_participle, tail
from kg.extract.mending.contact_clauses import contact_clause
from kg.extract.mending.lost_clauses import before_speaker, behind_aside, of_main_clause, of_subject, said_above
from kg.extract.mending.lost_phrases import gerund_beside
from kg.extract.mending.lost_subjects import accused_of, aim_behind, behind_description, told_with
from kg.extract.mending.lost_words import (
    after_act,
    behind_phrase,
    behind_relative,
    head_winds,
    main_verb,
    so_far_as,
    speaks_on,
    then_did,
    trade_listed,
    tried_in_vain,
    under_event,
)
from kg.extract.mending.miscast import left_so, no_infinitive, participle_behind_to, those_so
from kg.extract.mending.missing_subjects import missing_subject
from kg.extract.mending.parallels import (
    beside_participle,
    clause_beside,
    first_of_list,
    had_happened,
    of_doer_before,
    went_on,
)
from kg.extract.mending.speakers import speaker_behind

if TYPE_CHECKING:
    from kg.extract.text.lexicon import Lexicon
    from kg.extract.text.tokens import Changes, Token


def verb_hung_anew(verb: Token, lexicon: Lexicon) -> Changes:
    """Changes around one verb; empty when it is hung right, as most are."""
    changes: Changes = {}
    changes |= (
        cut_off(verb) or misread_main(verb) or set_off_participle(verb) or tail(verb, lexicon) or left_verbless(verb)
    )
    changes |= contact_clause(verb, lexicon)
    changes |= behind_semicolon(verb) or after_act(verb, lexicon) or head_winds(verb) or trade_listed(verb)
    changes |= behind_relative(verb) or speaker_behind(verb, lexicon) or tried_in_vain(verb)
    changes |= speaks_on(verb, lexicon) or behind_description(verb) or aim_behind(verb) or accused_of(verb)
    changes |= of_main_clause(verb, lexicon) or of_subject(verb) or before_speaker(verb) or said_above(verb, lexicon)
    changes |= behind_aside(verb, lexicon)
    changes |= missing_subject(verb, lexicon) | gerund_beside(verb)
    changes |= told_with(verb, lexicon) or beside_participle(verb) or had_happened(verb)
    changes |= went_on(verb)
    changes |= (
        participle_behind_to(verb)
        | no_infinitive(verb)
        | first_of_list(verb)
        | those_so(verb)
        | left_so(verb)
        | clause_beside(verb)
        | of_doer_before(verb)
    )
    changes |= then_did(verb) or so_far_as(verb) or behind_phrase(verb) or main_verb(verb) or under_event(verb)
    return changes
