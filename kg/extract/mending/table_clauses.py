"""The rules that are asked of the head of a clause (`kg.extract.mending.table`)."""

from __future__ import annotations

from kg.extract.mending.apart import (
    announced_that,
    behind_joint,
    between_commas,
    retorted,
    series_told,
    who_behind_place,
)
from kg.extract.mending.attachments import (
    of_other_noun,
)
from kg.extract.mending.clauses import (
    behind_semicolon,
    cut_off,
    left_verbless,
    misread_main,
    set_off_participle,
    tail,
)
from kg.extract.mending.communiques import asked_to, series_passive, those_to_be
from kg.extract.mending.contact_clauses import contact_clause
from kg.extract.mending.forms import (
    bare_joined,
    behind_label,
    first_of_two,
    past_of_saying,
    put_in,
    second_of_list,
    those_who_were,
)
from kg.extract.mending.garden_paths import (
    against_of_verb,
    gerund_of_subject,
    kept_from,
    main_behind_gap,
    mark_of_verb,
    near_doing,
    neither_does,
    orders_to,
    they_did,
    whom_behind,
    whom_they,
)
from kg.extract.mending.left_out import shifted_object
from kg.extract.mending.local_press import acts_in_clause, finite_beyond, of_plural_subject, ruled_above, that_object
from kg.extract.mending.lost_clauses import (
    act_behind_hearsay,
    before_speaker,
    behind_aside,
    goes_on_above,
    of_main_clause,
    of_subject,
    said_above,
    series_in_clause,
    without_more,
)
from kg.extract.mending.lost_phrases import (
    gerund_beside,
)
from kg.extract.mending.lost_subjects import (
    accused_of,
    aim_behind,
    behind_description,
    beside_verb,
    inverted_passive,
    told_with,
)
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
from kg.extract.mending.miscast import (
    left_so,
    no_infinitive,
    participle_behind_to,
    those_so,
)
from kg.extract.mending.misread_nouns import told_of_name
from kg.extract.mending.missing_subjects import missing_subject
from kg.extract.mending.parallels import (
    beside_participle,
    clause_beside,
    first_of_list,
    had_happened,
    of_doer_before,
    went_on,
)
from kg.extract.mending.press_clauses import for_whom
from kg.extract.mending.press_style import (
    among_them,
    behind_load,
    done_by_behind,
    harm_of_strike,
    pleaded_to,
)
from kg.extract.mending.rule import FINITE, NOUNS, PAST, Table, rule
from kg.extract.mending.speakers import speaker_behind

CLAUSES: Table = (
    (rule(main_behind_gap, tags=PAST + " VBP VBZ", pos="VERB", subject=True), rule(whom_they, "compound", pos=NOUNS)),
    (
        rule(orders_to, "iobj obj", pos="NOUN", classes="asked_for charge leave_to"),
        rule(neither_does, "nsubj", "DT CC", words="neither"),
        rule(mark_of_verb, "mark case"),
        rule(kept_from, "acl", "VBG"),
        rule(whom_behind, "acl:* advcl:*", pos="VERB"),
        rule(against_of_verb, "nmod", cases="against"),
        rule(near_doing, "advcl:* xcomp", "VBG"),
        rule(gerund_of_subject, "ccomp xcomp", "VBD VBZ", "VERB"),
        rule(they_did, "nsubj nsubj:pass", pos="NOUN"),
    ),
    (rule(between_commas, "acl", PAST, "VERB"), rule(behind_joint, "conj", pos="VERB", subject=False)),
    (
        rule(series_in_clause, "conj", "VBD VBZ VBP", "VERB", before=",", subject=False),
        rule(series_told, "conj", PAST, "VERB", subject=False),
        rule(retorted, tags="VBD VBZ", pos="VERB", words="fired fires hit hits shoots shot"),
    ),
    (rule(announced_that, "acl", PAST, "VERB"),),
    (
        rule(behind_label, "acl", "VBD", "VERB"),
        rule(second_of_list, "ROOT root", "VB VBP", "VERB", before=",", subject=True),
    ),
    (rule(first_of_two, pos="VERB"), rule(put_in, "ccomp", FINITE, "VERB"), rule(bare_joined, "conj", "VB", "VERB")),
    (rule(of_other_noun, "acl:relcl"), rule(who_behind_place, "advcl:relcl")),
    (
        rule(cut_off, tags=PAST, pos="VERB", before=",", subject=False),
        rule(misread_main, pos="VERB", subject=True),
        rule(set_off_participle, tags=PAST, pos="VERB", subject=True),
        rule(tail, tags=FINITE, pos="VERB", subject=False),
        rule(left_verbless, "acl", "VBN", "VERB"),
    ),
    (rule(contact_clause, "acl:* advcl:* conj parataxis", PAST, "VERB"),),
    (
        rule(behind_semicolon, tags=FINITE, pos="VERB", subject=True),
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
        rule(told_of_name, "parataxis ccomp conj acl:*", FINITE, "VERB", before=",", subject=True),
        rule(behind_description, "ROOT root", FINITE, "VERB", before=",", subject=False),
        rule(aim_behind, "xcomp", pos="VERB"),
        rule(accused_of, "acl:*", "VBG", "VERB"),
    ),
    (
        rule(of_main_clause, "acl", "VBG", "VERB"),
        rule(of_subject, "acl:*", "VBG", "VERB"),
        rule(without_more, "advcl:*", "VBG", "VERB"),
        rule(before_speaker, "advcl:* ccomp", pos="VERB"),
        rule(said_above, "conj", FINITE, "VERB"),
        rule(past_of_saying, "conj", "VBD", "VERB", subject=False),
        rule(act_behind_hearsay, "ccomp conj parataxis", PAST, "VERB", before=",", subject=False),
    ),
    (
        rule(behind_aside, "conj", pos="VERB", subject=False),
        rule(goes_on_above, "conj", FINITE, "VERB"),
        rule(of_plural_subject, "conj", pos="VERB", subject=False),
        rule(finite_beyond, "conj", pos="VERB"),
        rule(acts_in_clause, "conj", "VBD", "VERB"),
        rule(ruled_above, "conj", FINITE, "VERB"),
        rule(that_object, "acl", pos="VERB"),
        rule(behind_load, "acl", PAST, "VERB"),
        rule(pleaded_to, pos="VERB", words="plead pleaded pleading pleads pled"),
    ),
    (
        rule(done_by_behind, "acl advcl conj", PAST, "VERB"),
        rule(among_them, "acl", "VBN", "VERB"),
        rule(harm_of_strike, "advcl", "VBG", "VERB"),
    ),
    (rule(inverted_passive, "acl csubj", "VBN"),),
    (rule(for_whom, "acl", FINITE, "VERB", subject=True),),
    (rule(beside_verb, "conj", FINITE, "VERB", subject=False),),
    (rule(missing_subject, pos="VERB", subject=False),),
    (rule(gerund_beside, "conj", "VBG", "VERB"),),
    (
        rule(told_with, "advcl:*", "VBG VBN", "VERB"),
        rule(beside_participle, "conj", PAST, "VERB"),
        rule(had_happened, "advcl:*", pos="VERB"),
    ),
    (rule(went_on, "amod compound", "VBG", "VERB"),),
    (rule(participle_behind_to, tags=PAST, pos="VERB"),),
    (rule(no_infinitive, "ccomp xcomp", "VB", "VERB"),),
    (rule(first_of_list, tags="VBG", pos="VERB", classes="casualties harming"),),
    (rule(shifted_object, "ccomp", PAST, "VERB"),),
    (rule(those_who_were, "advcl ccomp conj xcomp", PAST, "VERB", before="those"),),
    (rule(those_so, "nsubj:* obj obl:*", PAST, "VERB", before="the"),),
    (rule(left_so, pos="VERB", words="leave leaves leaving left"),),
    (rule(clause_beside, "acl:*", "VBD", "VERB"),),
    (rule(of_doer_before, "advcl", "VBG", "VERB"),),
    (
        rule(then_did, "parataxis", FINITE, "VERB", subject=False),
        rule(series_passive, "parataxis ccomp", "VBN", "VERB"),
        rule(those_to_be, "acl", "VB VBN", "VERB"),
        rule(asked_to, "acl", "VB", "VERB"),
        rule(so_far_as, pos="VERB"),
        rule(behind_phrase, tags=FINITE, pos="VERB", subject=False),
        rule(main_verb, tags=PAST, pos="VERB"),
        rule(under_event, "advcl:*", "VBG", "VERB"),
    ),
)
"""Asked of the head of a clause that no rule of `WORDS` hung elsewhere."""
