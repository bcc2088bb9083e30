"""All rules by which single words are hung anew, in one table: which words each is asked of, and in which order.

In: a Doc. Out: what to change in its tree, and by which rule (`Doc.mended`). A rule is a function of a token that
gives the changes around it, {} where the token is hung right, as most are. What it tests is its own affair; the labels,
tags and parts of speech here are those without which it finds nothing, so that most rules are not asked of most words.
"""

from __future__ import annotations

from kg.extract.mending.amounts import beyond_sum, cut_particle, paid_before_sum, score_beside
from kg.extract.mending.attachments import (
    behind_doer,
    charged_person,
    clause_of_time,
    gerund_before,
    of_other_noun,
    office_holder,
    phrase_beside,
    reported,
    start_of_list,
    subject_of_auxiliary,
)
from kg.extract.mending.clauses import (
    accuser_behind,
    bare_count,
    behind_semicolon,
    charge_behind,
    cut_off,
    joined_subject,
    left_verbless,
    listed_name,
    misread_main,
    outer_preposition,
    second_described,
    second_office,
    set_off_participle,
    set_off_source,
    tail,
    titled_behind,
)
from kg.extract.mending.contact_clauses import contact_clause
from kg.extract.mending.listed_events import listed_event, listed_people
from kg.extract.mending.lost_clauses import (
    before_speaker,
    behind_aside,
    goes_on_above,
    of_main_clause,
    of_subject,
    said_above,
    told_that,
    with_clause,
)
from kg.extract.mending.lost_gerunds import (
    act_behind,
    behind_befallen,
    behind_infinitive,
    charged_gerund,
    crime_named,
    fled_from,
    joined_gerund,
    listed_gerund,
    read_as_gerund,
    speaks_behind_reduced,
)
from kg.extract.mending.lost_heads import (
    clause_behind,
    dated_clause,
    fanned_clause,
    finite_joined,
    glued_case,
    helped_do,
    helped_to,
    hidden_behind_name,
    hidden_main,
    listed_past,
    plain_infinitive,
    resolved_to,
    second_forced,
    set_off_object,
    two_clauses,
    used_for,
)
from kg.extract.mending.lost_phrases import (
    adverb_first,
    announced_behind,
    behind_manner,
    fronted_time,
    gerund_beside,
    named_as,
    of_noun_before,
    pending,
)
from kg.extract.mending.lost_subjects import (
    accused_of,
    aim_behind,
    also_called,
    behind_description,
    beside_verb,
    from_place,
    harmed_beside,
    late_subject,
    object_before,
    said_by,
    told_with,
)
from kg.extract.mending.lost_words import (
    after_act,
    behind_have,
    behind_phrase,
    behind_relative,
    charged_with,
    counted_behind,
    counted_second,
    head_winds,
    issued_noun,
    main_verb,
    of_whole_clause,
    on_the_way,
    said_behind_comma,
    so_far_as,
    speaks_on,
    then_did,
    told_of,
    trade_listed,
    tried_in_vain,
    under_event,
    under_threat,
)
from kg.extract.mending.miscast import (
    adjectival,
    event_gerund,
    found_guilty,
    gerund_marked,
    left_so,
    listed_verb,
    no_infinitive,
    participle_behind_to,
    says_on,
    those_so,
    visiting_subject,
)
from kg.extract.mending.missing_subjects import missing_subject
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
from kg.extract.mending.parallels import (
    asked_for,
    beside_participle,
    by_doer,
    clause_beside,
    ended_so,
    first_of_list,
    given_to,
    goes_on_beside,
    had_happened,
    in_an_effort,
    name_behind_noun,
    of_doer_before,
    went_on,
)
from kg.extract.mending.rule import Table, rule
from kg.extract.mending.speakers import speaker_behind, titled_speaker
from kg.extract.text.prefixes import joined_prefix

FINITE = "VBD VBP VBZ"
PAST = "VBD VBN"
VERBAL = "VB VBD VBG VBN VBP VBZ"
SUBJECT = "nsubj nsubj:pass"
NOUNS = "NOUN PROPN"


WORDS: Table = (
    # Sums and scores
    (
        rule(cut_particle, "advmod"),
        rule(score_beside, tags="CD"),
        rule(paid_before_sum, "obj"),
        rule(beyond_sum, "nmod:*"),
    ),
    # Names and lists
    (rule(office_holder, "appos"), rule(phrase_beside, "conj"), rule(office_holder, "conj")),
    (
        rule(counted_second, "conj nummod", "CD"),
        rule(listed_name, "appos conj"),
        rule(second_office, "appos conj"),
        rule(also_called, "conj"),
        rule(listed_event, "appos"),
        rule(listed_event, "parataxis", pos="NOUN"),
        rule(listed_people, "appos"),
    ),
    # Phrases
    (
        rule(on_the_way, "obl"),
        rule(bare_count, "obl"),
        rule(counted_behind, "obl"),
        rule(in_an_effort, "obl"),
        rule(with_clause, "obl"),
        rule(by_doer, "obl"),
        rule(set_off_source, "nmod"),
        rule(under_threat, "nmod"),
        rule(charged_with, "nmod"),
        rule(charge_behind, "nmod"),
        rule(accuser_behind, "nmod"),
        rule(behind_manner, "nmod"),
        rule(goes_on_beside, "nmod"),
        rule(in_an_effort, "nmod"),
        rule(on_the_way, "nmod"),
        rule(asked_for, "nmod"),
        rule(behind_doer, "nmod"),
        rule(charged_person, "nmod"),
        rule(bare_count, "nmod", "CD"),
        rule(given_to, "obj"),
        rule(named_as, "xcomp"),
        rule(fronted_time, "compound"),
        rule(pending, "advcl amod compound case"),
        rule(outer_preposition, "case"),
        rule(joined_prefix, "advmod compound dep nsubj obj obl xcomp"),
    ),
    # Subjects
    (rule(subject_of_auxiliary, SUBJECT),),
    (
        rule(clause_of_time, SUBJECT),
        rule(joined_subject, SUBJECT),
        rule(titled_behind, SUBJECT),
        rule(object_before, SUBJECT),
    ),
    (rule(name_behind_noun, SUBJECT),),
    (rule(from_place, SUBJECT), rule(late_subject, SUBJECT)),
    (rule(gerund_before, SUBJECT), rule(start_of_list, SUBJECT)),
    # Heads of sentences
    (rule(adverb_first, "ROOT root", pos="ADV"), rule(reported, "ROOT root", FINITE)),
    # Clauses that are about something else
    (
        rule(second_described, "acl:relcl"),
        rule(told_that, "acl:relcl"),
        rule(of_whole_clause, "acl:relcl"),
        rule(said_behind_comma, "acl:relcl"),
        rule(announced_behind, "acl:relcl"),
        rule(of_noun_before, "acl:relcl"),
    ),
    # Gerunds, and verbs that lost their clause
    (rule(read_as_gerund, "acl:* advcl:* xcomp", pos="NOUN", ing=True),),
    (
        rule(listed_gerund, "amod compound", ing=True),
        rule(charged_gerund, "amod compound", ing=True),
        rule(joined_gerund, "conj", ing=True),
        rule(fled_from, "advcl:* ccomp xcomp", "VBG", ing=True),
        rule(act_behind, "advcl:*", "VBG", ing=True),
        rule(crime_named, "acl", ing=True),
        rule(behind_infinitive, "conj", "VBG", ing=True),
        rule(speaks_behind_reduced, "advcl:* conj", "VBG", ing=True),
        rule(behind_befallen, "advcl:*", "VBG", ing=True),
        rule(glued_case, "case"),
        rule(plain_infinitive, "case"),
        rule(helped_to, "obj", pos=NOUNS),
        rule(set_off_object, "obj", pos=NOUNS),
        rule(second_forced, "conj", pos=NOUNS),
        rule(helped_do, "amod compound", "JJ NN VB VBP"),
        rule(listed_past, "amod", "JJ VBD VBN"),
        rule(hidden_main, "amod", PAST),
        rule(hidden_behind_name, "amod", PAST),
        rule(two_clauses, "ROOT root", FINITE),
        rule(clause_behind, "acl", PAST),
        rule(fanned_clause, "advcl:*", "VBN"),
        rule(dated_clause, "parataxis", VERBAL),
        rule(used_for, "advcl:* xcomp", "VB"),
        rule(resolved_to, "advcl:*", VERBAL),
        rule(titled_speaker, "acl:relcl", VERBAL),
        rule(finite_joined, "conj", "VBD VBZ"),
    ),
    # Words of another kind than they were read as
    (rule(told_of, "acl:*", pos=NOUNS), rule(told_that, "acl:*", pos="ADJ"), rule(said_by, "ccomp", pos=NOUNS)),
    (rule(found_guilty, pos=NOUNS), rule(found_guilty, "flat")),
    (rule(harmed_beside, "conj", "JJ"), rule(listed_verb, "amod", "VB"), rule(ended_so, "amod")),
    (
        rule(visiting_subject, "csubj", "VBG"),
        rule(adjectival, "acl:* advcl:* ccomp xcomp", "VBG"),
        rule(event_gerund, "acl:* advcl:* nsubj:* ROOT root", "NN VBG", ing=True),
        rule(says_on, tags="NN", ing=True),
        rule(gerund_marked, "nmod:* obl:*", "NN", ing=True),
    ),
    (rule(behind_have, "compound", "VBN"), rule(issued_noun, tags="VBN"), rule(harmed_beside, "acl amod", "VBN")),
)
"""Asked of every word."""

CLAUSES: Table = (
    (rule(of_other_noun, "acl:relcl"),),
    (
        rule(cut_off, tags="VBD VBN VBP VBZ", pos="VERB"),
        rule(misread_main, pos="VERB"),
        rule(set_off_participle, tags=PAST, pos="VERB"),
        rule(tail, tags=FINITE, pos="VERB"),
        rule(left_verbless, "acl", "VBN", "VERB"),
    ),
    (rule(contact_clause, "acl:* advcl:* conj parataxis", PAST, "VERB"),),
    (
        rule(behind_semicolon, tags=FINITE, pos="VERB"),
        rule(after_act, "advcl:*", "VBG", "VERB"),
        rule(head_winds, pos="VERB"),
        rule(trade_listed, "acl:* advcl:*", "VBG", "VERB"),
    ),
    (
        rule(behind_relative, "advcl:* ccomp conj parataxis", pos="VERB"),
        rule(speaker_behind, tags=FINITE, pos="VERB"),
        rule(tried_in_vain, "advcl:*", pos="VERB"),
    ),
    (
        rule(speaks_on, tags="VBG", pos="VERB"),
        rule(behind_description, "ROOT root", FINITE, "VERB"),
        rule(aim_behind, "xcomp", pos="VERB"),
        rule(accused_of, "acl:*", "VBG", "VERB"),
    ),
    (
        rule(of_main_clause, "acl", "VBG", "VERB"),
        rule(of_subject, "acl:*", "VBG", "VERB"),
        rule(before_speaker, "advcl:* ccomp", pos="VERB"),
        rule(said_above, "conj", FINITE, "VERB"),
    ),
    (rule(behind_aside, "conj", pos="VERB"), rule(goes_on_above, "conj", FINITE, "VERB")),
    (rule(beside_verb, "conj", FINITE, "VERB"),),
    (rule(missing_subject, pos="VERB"),),
    (rule(gerund_beside, "conj", "VBG", "VERB"),),
    (
        rule(told_with, "advcl:*", "VBG VBN", "VERB"),
        rule(beside_participle, "conj", PAST, "VERB"),
        rule(had_happened, "advcl:*", pos="VERB"),
    ),
    (rule(went_on, "amod compound", "VBG", "VERB"),),
    (rule(participle_behind_to, tags=PAST, pos="VERB"),),
    (rule(no_infinitive, "ccomp xcomp", "VB", "VERB"),),
    (rule(first_of_list, tags="VBG", pos="VERB"),),
    (rule(those_so, "nsubj:* obj obl:*", PAST, "VERB"),),
    (rule(left_so, pos="VERB"),),
    (rule(clause_beside, "acl:*", "VBD", "VERB"),),
    (rule(of_doer_before, "advcl", "VBG", "VERB"),),
    (
        rule(then_did, "parataxis", FINITE, "VERB"),
        rule(so_far_as, pos="VERB"),
        rule(behind_phrase, tags=FINITE, pos="VERB"),
        rule(main_verb, tags=PAST, pos="VERB"),
        rule(under_event, "advcl:*", "VBG", "VERB"),
    ),
)
"""Asked of the head of a clause that no rule of `WORDS` hung elsewhere."""

OBJECTS: Table = (
    (rule(headline_subject, tags="NNS"),),
    (rule(said_of_its_object, tags="VBG"),),
    (rule(two_objects, tags=VERBAL),),
    (rule(subject_behind_participle, tags=FINITE),),
    (
        rule(inverted_saying, "amod", FINITE),
        rule(hidden_verb, "amod", VERBAL),
        rule(stranded_subject, "ccomp", VERBAL),
        rule(object_of_last, "conj", VERBAL, "VERB"),
    ),
)
"""Asked of every word when all were asked the others."""
