"""The rules that are asked of every word, of heads of sentences and clauses (`kg.extract.mending.table`)."""

from __future__ import annotations

from kg.extract.mending.apart import (
    be_behind_clause,
    behind_apposition,
    behind_quotation,
    holder_behind_body,
    named_behind_owner,
    of_second,
    opening_gerund,
    shot_behind_clause,
)
from kg.extract.mending.attachments import reported
from kg.extract.mending.clauses import second_described
from kg.extract.mending.communiques import between_of_subject, calls_on, freed, opening_verb
from kg.extract.mending.forms import bare_before_name, charge_daffaires, phase_gerund, run_by, with_article
from kg.extract.mending.gapped import among_harmed, gapped_passive, harmed_beside
from kg.extract.mending.garden_paths import shot_from
from kg.extract.mending.local_press import joined_past, listed_beside, main_behind_clause, tried_at
from kg.extract.mending.lost_clauses import before_that, claimed_bare, that_joined, told_bare, told_in_paper, told_that
from kg.extract.mending.lost_gerunds import (
    act_behind,
    behind_befallen,
    behind_infinitive,
    charged_gerund,
    crime_named,
    denied_doing,
    fled_from,
    gerund_object,
    joined_gerund,
    listed_gerund,
    owned_gerund,
    read_as_gerund,
    speaks_behind_reduced,
    told_on,
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
from kg.extract.mending.lost_phrases import adverb_first, announced_behind, of_noun_before
from kg.extract.mending.lost_subjects import said_by
from kg.extract.mending.lost_words import behind_have, issued_noun, of_whole_clause, said_behind_comma, told_of
from kg.extract.mending.miscast import (
    adjectival,
    event_gerund,
    found_guilty,
    gerund_marked,
    listed_verb,
    participle_of_object,
    says_on,
    to_verb,
    visiting_subject,
)
from kg.extract.mending.parallels import ended_so
from kg.extract.mending.press_clauses import charged_that, plans_to
from kg.extract.mending.press_style import shot_dead
from kg.extract.mending.rule import FINITE, NOUNS, PAST, SUBJECT, VERBAL, Table, rule
from kg.extract.mending.said_aside import put_between, said_behind, told_by_whom
from kg.extract.mending.said_between import said_between
from kg.extract.mending.second_objects import names_to_office
from kg.extract.mending.speakers import titled_speaker
from kg.extract.mending.world_press import behind_body, first_act, laden_so, on_visit, shot_and

HEADS: Table = (
    # Heads of sentences
    (
        rule(shot_and, tags="NN", words="shot"),
        rule(laden_so, "ROOT root", pos="ADJ"),
        rule(first_act, "ccomp", "VBD"),
        rule(behind_body, "amod", "JJ VBD VBN", ending="ed"),
    ),
    (rule(adverb_first, "ROOT root", pos="ADV"), rule(reported, "ROOT root", FINITE, subject=False)),
    # Clauses that are about something else
    (
        rule(told_in_paper, "acl:relcl", pos="VERB"),
        rule(second_described, "acl:relcl"),
        rule(told_that, "acl:relcl"),
        rule(of_whole_clause, "acl:relcl"),
        rule(said_behind_comma, "acl:relcl"),
        rule(announced_behind, "acl:relcl"),
        rule(of_noun_before, "acl:relcl"),
        rule(charged_that, "acl:relcl"),
        rule(told_bare, "acl:relcl"),
        rule(claimed_bare, "acl:relcl", pos="VERB"),
        rule(before_that, "ccomp"),
        rule(that_joined, "conj"),
        rule(gerund_object, "advcl:*", "VBG VBN"),
    ),
    # Gerunds, and verbs that lost their clause
    (rule(read_as_gerund, "acl:* advcl:* xcomp", pos="NOUN", ending="ing"),),
    (
        rule(listed_gerund, "amod compound", ending="ing"),
        rule(phase_gerund, "amod compound", ending="ing"),
        rule(denied_doing, "amod compound", ending="ing"),
        rule(told_on, "acl", "VBG", ending="ing"),
        rule(charged_gerund, "amod compound", ending="ing"),
        rule(joined_gerund, "conj", ending="ing"),
        rule(fled_from, "advcl:* ccomp xcomp", "VBG", ending="ing"),
        rule(act_behind, "advcl:*", "VBG", ending="ing"),
        rule(crime_named, "acl", ending="ing"),
        rule(behind_infinitive, "conj", "VBG", ending="ing"),
        rule(speaks_behind_reduced, "advcl:* conj", "VBG", ending="ing"),
        rule(behind_befallen, "advcl:*", "VBG", ending="ing"),
        rule(glued_case, "case", before="- ‑ –"),
        rule(plain_infinitive, "case", words="to"),
        rule(to_verb, "case", words="to"),
        rule(helped_to, "obj", pos=NOUNS),
        rule(set_off_object, "obj", pos=NOUNS),
        rule(second_forced, "conj", pos=NOUNS),
        rule(helped_do, "amod compound", "JJ NN VB VBP"),
        rule(listed_past, "amod", "JJ VBD VBN", ending="ed", before=","),
        rule(listed_beside, "amod", "JJ VBD VBN", ending="ed", before=","),
        rule(joined_past, "amod", "JJ VBD VBN", ending="ed", before="and"),
        rule(main_behind_clause, "amod", PAST, ending="ed", before=","),
        rule(hidden_main, "amod", PAST),
        rule(hidden_behind_name, "amod", PAST),
        rule(names_to_office, "acl", PAST, "VERB"),
        rule(behind_apposition, "amod", PAST),
        rule(two_clauses, "ROOT root", FINITE, subject=True),
        rule(said_between, tags=FINITE, pos="VERB", subject=True),
        rule(put_between, tags=FINITE, pos="VERB"),
        rule(said_behind, "conj parataxis ccomp dep", "VB VBD VBP VBZ", "VERB", before=","),
        rule(told_by_whom, "nsubj", pos=NOUNS, cases="by"),
        rule(clause_behind, "acl", PAST),
        rule(tried_at, "acl", PAST),
        rule(fanned_clause, "advcl:*", "VBN"),
        rule(dated_clause, "parataxis", VERBAL),
        rule(used_for, "advcl:* xcomp", "VB"),
        rule(resolved_to, "advcl:*", VERBAL),
        rule(titled_speaker, "acl:relcl", VERBAL),
        rule(finite_joined, "conj", "VBD VBZ"),
    ),
    # Words of another kind than they were read as
    (rule(told_of, "acl:*", pos=NOUNS), rule(told_that, "acl:*", pos="ADJ"), rule(said_by, "ccomp", pos=NOUNS)),
    (
        rule(calls_on, tags="NNS", words="calls", before="and"),
        rule(freed, "amod xcomp", pos="ADJ", words="clear free lower open secure", before="to"),
        rule(between_of_subject, "obl", pos=NOUNS, cases="between"),
    ),
    (rule(opening_verb, "det:predet compound amod nmod ROOT root"),),
    (rule(plans_to, "ccomp", "NNS"), rule(shot_dead, tags="VBD", pos="NOUN")),
    (rule(with_article, "obl nmod", "VBG"), rule(charge_daffaires, tags="NN", words="charge chargé")),
    (rule(run_by, "amod compound", words="held run", before="-"),),
    (rule(of_second, SUBJECT),),
    (rule(named_behind_owner, "amod compound", pos=NOUNS), rule(holder_behind_body, "appos", pos=NOUNS)),
    (rule(opening_gerund, "compound", ending="ing"), rule(owned_gerund, "amod compound", ending="ing")),
    (rule(behind_quotation, "iobj nmod obj obl", pos=NOUNS),),
    (rule(bare_before_name, "compound", "VB"),),
    (rule(shot_from, "nmod obl", "NN", words="shot"),),
    (rule(shot_behind_clause, "iobj obj", words="shot"), rule(be_behind_clause, "ROOT appos conj dep parataxis root")),
    (rule(found_guilty, pos=NOUNS, classes="found_so"), rule(found_guilty, "flat", classes="found_so")),
    (
        rule(harmed_beside, "amod conj", "JJ"),
        rule(among_harmed, "nsubj obl", words="those"),
        rule(among_harmed, "nsubj obl", classes="left_so"),
        rule(listed_verb, "amod", "VB", before=","),
        rule(ended_so, "amod"),
    ),
    (
        rule(visiting_subject, "ccomp csubj xcomp", "VBG"),
        rule(on_visit, "acl:* advcl:*", "VBG"),
        rule(adjectival, "acl:* advcl:* ccomp xcomp", "VBG"),
        rule(event_gerund, "acl:* advcl:* nsubj:* ROOT root", "NN VBG", ending="ing"),
        rule(says_on, tags="NN", ending="ing"),
        rule(gerund_marked, "nmod:* obl:*", "NN", ending="ing"),
    ),
    (rule(participle_of_object, "xcomp", "VBN"),),
    (rule(behind_have, "amod compound", "VBN"), rule(issued_noun, tags="VBN"), rule(harmed_beside, "acl amod", "VBN")),
    (rule(gapped_passive, "advcl conj xcomp", "VBD VBN", "VERB"),),
)
"""Asked of every word, behind `kg.extract.mending.table_words`."""
