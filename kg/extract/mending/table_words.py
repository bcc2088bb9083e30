"""The rules that are asked of every word, of names, phrases and subjects (`kg.extract.mending.table`)."""

from __future__ import annotations

from kg.extract.mending.amounts import beyond_sum, cut_particle, paid_before_sum, price_each, score_beside
from kg.extract.mending.attachments import (
    behind_doer,
    between_behind,
    charged_person,
    clause_of_time,
    crime_after_time,
    crime_behind_comma,
    gerund_before,
    listed_below,
    office_holder,
    phrase_beside,
    start_of_list,
    state_behind_town,
    subject_of_auxiliary,
)
from kg.extract.mending.clauses import (
    accuser_behind,
    bare_count,
    charge_behind,
    joined_subject,
    listed_name,
    outer_preposition,
    second_office,
    set_off_source,
    titled_behind,
)
from kg.extract.mending.forms import counted_harmed, headed_by_place, himself, said_in_headline, towards_bearing
from kg.extract.mending.left_out import as_did, gapped_bare, gapped_pair, hours_after, so_did
from kg.extract.mending.listed_events import listed_event, listed_people
from kg.extract.mending.local_press import among_whom, at_home, whose_object
from kg.extract.mending.lost_clauses import with_clause
from kg.extract.mending.lost_phrases import before_count, behind_manner, for_what, fronted_time, named_as, pending
from kg.extract.mending.lost_subjects import also_called, from_place, late_subject, object_before
from kg.extract.mending.lost_words import charged_with, counted_behind, counted_second, on_the_way, under_threat
from kg.extract.mending.miscast import be_done, befallen_noun
from kg.extract.mending.misread_nouns import (
    called_will,
    done_to_noun,
    of_inner_person,
    person_behind_place,
    shot_dead_noun,
    surname_read_as_verb,
    to_do,
)
from kg.extract.mending.parallels import asked_for, by_doer, given_to, goes_on_beside, in_an_effort, name_behind_noun
from kg.extract.mending.press_clauses import behind_day, held_so
from kg.extract.mending.press_style import (
    age_between,
    age_of_second,
    loyal_to,
    of_change,
    pair_in_headline,
    second_description,
    set_off_town,
    sold_on,
    tried_for,
)
from kg.extract.mending.rule import NOUNS, NUMBER, PAST, SUBJECT, VERBAL, Table, rule
from kg.extract.mending.second_objects import granted_person, office_of_named
from kg.extract.mending.world_press import (
    called_so,
    counted_in_crores,
    done_perfect,
    joined_capital,
    one_of_them,
    outer_case,
)
from kg.extract.text.prefixes import joined_prefix

PHRASES: Table = (
    # Names read as verbs
    (
        rule(surname_read_as_verb, tags=VERBAL, names="PERSON"),
        rule(called_will, "aux", "MD", words="will", names="PERSON"),
        rule(person_behind_place, "flat", names="PERSON"),
    ),
    # People called by what was done to them, and sums
    (
        rule(called_so, "nmod nsubj:* obj obl:*", "JJ VBD VBN"),
        rule(
            counted_in_crores,
            "advmod appos compound conj dep flat nmod:* nummod obj obl:* amod",
            before=NUMBER,
            classes="large_number",
        ),
    ),
    # Sums and scores
    (
        rule(cut_particle, "advmod", words="away back off out over"),
        rule(score_beside, tags="CD"),
        rule(paid_before_sum, "obj", classes="currency"),
        rule(price_each, "obj", pos="NOUN"),
        rule(beyond_sum, "nmod:*"),
    ),
    # Names and lists
    (rule(office_holder, "appos"), rule(phrase_beside, "conj"), rule(office_holder, "conj")),
    (rule(between_behind, "nmod", cases="between"),),
    (
        rule(among_whom, "conj iobj nmod obj obl", pos=NOUNS),
        rule(at_home, "appos conj"),
        rule(counted_second, "conj nummod", "CD"),
        rule(listed_name, "appos conj", names="PERSON"),
        rule(second_office, "appos conj", names="PERSON"),
        rule(state_behind_town, "conj", names="GPE"),
        rule(listed_below, "conj", pos=NOUNS),
        rule(also_called, "conj"),
        rule(listed_event, "appos"),
        rule(listed_event, "parataxis", pos="NOUN"),
        rule(listed_people, "appos"),
    ),
    (
        rule(set_off_town, "appos", names="GPE"),
        rule(pair_in_headline, "appos", names="GPE NORP ORG"),
        rule(second_description, "conj", pos="NOUN"),
        rule(age_of_second, "conj", "CD"),
        rule(age_between, "conj", "CD"),
    ),
    # Verbs left out
    (
        rule(gapped_pair, "conj"),
        rule(gapped_bare, "compound", pos=NOUNS),
        rule(so_did, "conj parataxis advcl"),
        rule(as_did, "obl", pos=NOUNS),
        rule(hours_after, "obj", "NNS"),
    ),
    # Phrases
    (
        rule(befallen_noun, "obl", pos=NOUNS, cases="under"),
        rule(on_the_way, "obl", cases="at in near on outside"),
        rule(bare_count, "obl", "CD"),
        rule(counted_behind, "obl", "CD"),
        rule(in_an_effort, "obl", cases="in", classes="endeavour"),
        rule(with_clause, "obl", cases="with"),
        rule(by_doer, "obl", cases="by"),
        rule(of_change, "obl", cases="in over"),
        rule(tried_for, "obl", cases="for over"),
        rule(crime_after_time, "nmod", cases="of"),
        rule(crime_behind_comma, "obj", pos=NOUNS),
        rule(set_off_source, "nmod", cases="according"),
        rule(under_threat, "nmod", classes="threatening_way"),
        rule(charged_with, "nmod"),
        rule(charge_behind, "nmod", cases="for of over"),
        rule(accuser_behind, "nmod", cases="by"),
        rule(behind_manner, "nmod", cases="of"),
        rule(for_what, "nmod", pos=NOUNS, cases="for"),
        rule(goes_on_beside, "nmod", cases="amid amidst"),
        rule(in_an_effort, "nmod", cases="in", classes="endeavour"),
        rule(on_the_way, "nmod", cases="at in near on outside"),
        rule(asked_for, "nmod", cases="for"),
        rule(sold_on, "nmod", cases="to"),
        rule(behind_doer, "nmod"),
        rule(charged_person, "nmod", cases="against"),
        rule(bare_count, "nmod", "CD"),
        rule(given_to, "obj"),
        rule(office_of_named, "obj xcomp", pos="NOUN"),
        rule(granted_person, "obj", pos="NOUN"),
        rule(tried_for, "obj", cases="for over"),
        rule(named_as, "xcomp"),
        rule(held_so, "acl obj xcomp", words="captive hostage incommunicado prisoner"),
        rule(counted_harmed, "obl:unmarked", "CD"),
        rule(towards_bearing, "obj", classes="bearing"),
        rule(fronted_time, "compound", names="DATE"),
        rule(before_count, "nmod:unmarked"),
        rule(behind_day, "flat"),
        rule(pending, "advcl amod compound case", words="pending"),
        rule(outer_preposition, "case"),
        rule(joined_prefix, "advmod compound dep nsubj obj obl xcomp", words="co ex vice"),
    ),
    # Subjects
    (rule(be_done, "cop"),),
    (rule(subject_of_auxiliary, SUBJECT), rule(done_perfect, "nsubj:pass"), rule(one_of_them, SUBJECT)),
    (rule(joined_capital, SUBJECT, second=True), rule(outer_case, "compound")),
    (
        rule(clause_of_time, SUBJECT),
        rule(joined_subject, SUBJECT, second=True),
        rule(titled_behind, SUBJECT, names="PERSON", second=True),
        rule(object_before, SUBJECT, second=True),
    ),
    (rule(name_behind_noun, SUBJECT, pos="PROPN", second=True),),
    (
        rule(from_place, SUBJECT, names="GPE"),
        rule(late_subject, SUBJECT),
        rule(loyal_to, SUBJECT, second=True),
        rule(pair_in_headline, SUBJECT, names="GPE NORP ORG", second=True),
        rule(whose_object, SUBJECT, "NNS"),
    ),
    (
        rule(gerund_before, SUBJECT, names="GPE NORP ORG PERSON"),
        rule(start_of_list, SUBJECT, second=True),
        rule(himself, SUBJECT, "PRP"),
    ),
    (rule(headed_by_place, SUBJECT, names="GPE"),),
    (rule(said_in_headline, "iobj obj"),),
    # Clauses read as nouns, and verbs with "to" as phrases
    (
        rule(shot_dead_noun, "nsubj:* obj obl:* nmod conj appos", "NN", words="shot"),
        rule(done_to_noun, "nsubj:* obj obl:* nmod conj appos ccomp", "VBN"),
        rule(to_do, "obl nmod obj", "VB", "VERB"),
        rule(of_inner_person, "acl", PAST, "VERB"),
    ),
)
"""Asked of every word, before `kg.extract.mending.table_heads`."""
