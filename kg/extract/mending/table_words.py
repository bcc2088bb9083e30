"""The rules that are asked of every word (`kg.extract.mending.table`)."""

from __future__ import annotations

from kg.extract.mending.amounts import beyond_sum, cut_particle, paid_before_sum, score_beside
from kg.extract.mending.attachments import (
    behind_doer,
    charged_person,
    clause_of_time,
    gerund_before,
    office_holder,
    phrase_beside,
    reported,
    start_of_list,
    subject_of_auxiliary,
)
from kg.extract.mending.clauses import (
    accuser_behind,
    bare_count,
    charge_behind,
    joined_subject,
    listed_name,
    outer_preposition,
    second_described,
    second_office,
    set_off_source,
    titled_behind,
)
from kg.extract.mending.listed_events import listed_event, listed_people
from kg.extract.mending.lost_clauses import (
    told_bare,
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
    named_as,
    of_noun_before,
    pending,
)
from kg.extract.mending.lost_subjects import (
    also_called,
    from_place,
    harmed_beside,
    late_subject,
    object_before,
    said_by,
)
from kg.extract.mending.lost_words import (
    behind_have,
    charged_with,
    counted_behind,
    counted_second,
    issued_noun,
    of_whole_clause,
    on_the_way,
    said_behind_comma,
    told_of,
    under_threat,
)
from kg.extract.mending.miscast import (
    adjectival,
    event_gerund,
    found_guilty,
    gerund_marked,
    listed_verb,
    participle_of_object,
    says_on,
    visiting_subject,
)
from kg.extract.mending.parallels import (
    asked_for,
    by_doer,
    ended_so,
    given_to,
    goes_on_beside,
    in_an_effort,
    name_behind_noun,
)
from kg.extract.mending.press_clauses import behind_day, charged_that, held_so, plans_to
from kg.extract.mending.press_style import (
    age_between,
    age_of_second,
    loyal_to,
    of_change,
    pair_in_headline,
    second_description,
    set_off_town,
    shot_dead,
    sold_on,
    tried_for,
)
from kg.extract.mending.rule import FINITE, NOUNS, PAST, SUBJECT, VERBAL, Table, rule
from kg.extract.mending.speakers import titled_speaker
from kg.extract.text.prefixes import joined_prefix

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
    (
        rule(set_off_town, "appos"),
        rule(pair_in_headline, "appos"),
        rule(second_description, "conj", pos="NOUN"),
        rule(age_of_second, "conj", "CD"),
        rule(age_between, "conj", "CD"),
    ),
    # Phrases
    (
        rule(on_the_way, "obl"),
        rule(bare_count, "obl"),
        rule(counted_behind, "obl"),
        rule(in_an_effort, "obl"),
        rule(with_clause, "obl"),
        rule(by_doer, "obl"),
        rule(of_change, "obl"),
        rule(tried_for, "obl"),
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
        rule(sold_on, "nmod"),
        rule(behind_doer, "nmod"),
        rule(charged_person, "nmod"),
        rule(bare_count, "nmod", "CD"),
        rule(given_to, "obj"),
        rule(tried_for, "obj"),
        rule(named_as, "xcomp"),
        rule(held_so, "acl xcomp"),
        rule(fronted_time, "compound"),
        rule(behind_day, "flat"),
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
    (
        rule(from_place, SUBJECT),
        rule(late_subject, SUBJECT),
        rule(loyal_to, SUBJECT),
        rule(pair_in_headline, SUBJECT),
    ),
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
        rule(charged_that, "acl:relcl"),
        rule(told_bare, "acl:relcl"),
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
    (rule(plans_to, "ccomp", "NNS"), rule(shot_dead, tags="VBD", pos="NOUN")),
    (rule(found_guilty, pos=NOUNS), rule(found_guilty, "flat")),
    (rule(harmed_beside, "conj", "JJ"), rule(listed_verb, "amod", "VB"), rule(ended_so, "amod")),
    (
        rule(visiting_subject, "csubj", "VBG"),
        rule(adjectival, "acl:* advcl:* ccomp xcomp", "VBG"),
        rule(event_gerund, "acl:* advcl:* nsubj:* ROOT root", "NN VBG", ing=True),
        rule(says_on, tags="NN", ing=True),
        rule(gerund_marked, "nmod:* obl:*", "NN", ing=True),
    ),
    (rule(participle_of_object, "xcomp", "VBN"),),
    (rule(behind_have, "compound", "VBN"), rule(issued_noun, tags="VBN"), rule(harmed_beside, "acl amod", "VBN")),
)
"""Asked of every word."""
