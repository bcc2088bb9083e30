"""Labels read as sentences."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.merge.label import date_words, label_of, participle_of, past_of, wording_of
from kg.model import Filler, LocalEvent, Precision, Role, Span, Status, When

DAY = When(earliest="2020-01-03", latest="2020-01-03", precision=Precision.DAY, text="Friday")


@pytest.mark.parametrize(
    ("lemma", "past", "participle"),
    [
        ("kill", "killed", "killed"),
        ("deny", "denied", "denied"),
        ("strike", "struck", "struck"),
        ("hit", "hit", "hit"),
        ("take over", "took over", "taken over"),
        ("destroy", "destroyed", "destroyed"),
        ("ban", "banned", "banned"),
        ("free", "freed", "freed"),
        ("vow", "vowed", "vowed"),
        ("shoot down", "shot down", "shot down"),
    ],
)
def test_past_tense(lemma, past, participle):
    assert (past_of(lemma), participle_of(lemma)) == (past, participle)


@pytest.mark.parametrize(
    ("lemma", "is_noun", "agents", "patients", "status", "label"),
    [
        ("kill", False, ["A"], ["B"], Status.REPORTED, "A killed B, Baghdad, 3 January 2020"),
        ("kill", False, [], ["B"], Status.REPORTED, "B was killed, Baghdad, 3 January 2020"),
        ("kill", False, [], ["B", "C"], Status.REPORTED, "B and C were killed, Baghdad, 3 January 2020"),
        (
            "kill",
            False,
            [],
            ["Iranian protesters"],
            Status.REPORTED,
            "Iranian protesters were killed, Baghdad, 3 January 2020",
        ),
        ("raid", False, [], ["Reuters"], Status.REPORTED, "Reuters was raided, Baghdad, 3 January 2020"),
        ("die", False, [], ["B"], Status.REPORTED, "B died, Baghdad, 3 January 2020"),
        ("attack", False, ["A"], ["B"], Status.PLANNED, "A attacked B, Baghdad, 3 January 2020 (planned)"),
        ("strike", True, ["A"], ["B"], Status.DENIED, "Strike by A on B, Baghdad, 3 January 2020 (denied)"),
        ("turn down", False, ["A"], ["B"], Status.REPORTED, "A turned down B, Baghdad, 3 January 2020"),
        ("go down", False, [], ["a ferry"], Status.REPORTED, "A ferry went down, Baghdad, 3 January 2020"),
        ("drop bomb", False, ["A"], ["two bombs"], Status.REPORTED, "A dropped two bombs, Baghdad, 3 January 2020"),
        ("concede defeat", False, ["A"], ["defeat"], Status.REPORTED, "A conceded defeat, Baghdad, 3 January 2020"),
        ("funeral", True, [], ["B"], Status.REPORTED, "Funeral of B, Baghdad, 3 January 2020"),
        (
            "meet",
            False,
            ["A", "B", "C", "D"],
            [],
            Status.ALLEGED,
            "A, B, C and others met, Baghdad, 3 January 2020 (alleged)",
        ),
    ],
)
def test_label(lemma, is_noun, agents, patients, status, label):
    fillers = {Role.AGENT: agents, Role.PATIENT: patients}
    made = label_of(lemma=lemma, is_noun=is_noun, fillers=fillers, place="Baghdad", when=DAY, status=status)
    assert made == label


@pytest.mark.parametrize(
    ("lemma", "agents", "patients", "label"),
    [
        ("strike", ["A"], ["B"], "Strike by A on B"),
        ("poisoning", ["A"], ["B"], "Poisoning of B by A"),
        ("talks", ["A", "B"], [], "Talks between A and B"),
        ("talks", ["A"], ["B"], "Talks by A with B"),
        ("summit", ["A"], [], "Summit of A"),
        ("statement", ["A"], [], "Statement by A"),
    ],
)
def test_nouns_take_those_involved_as_english_does(lemma, agents, patients, label):
    fillers = {Role.AGENT: agents, Role.PATIENT: patients}
    made = label_of(lemma=lemma, is_noun=True, fillers=fillers, place=None, when=None, status=Status.REPORTED)
    assert made == label


def mention_of(text, trigger, lemma, *roles):
    """An event of the text: its trigger, and (role, words) each."""

    def span(words):
        return Span(text.index(words), text.index(words) + len(words))

    return LocalEvent(
        id="e1", type="OTHER", trigger=span(trigger), text=trigger, lemma=lemma, sentence=0,
        roles=tuple(Filler(role=role, span=span(words), text=words, head=span(words)) for role, words in roles),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "trigger", "lemma", "agent", "patient", "label"),
    [
        ("Marchers broke into the court.", "broke", "break", "Marchers", "the court", "Marchers broke into the court"),
        ("Sudria called off the talks.", "called", "call", "Sudria", "the talks", "Sudria called off the talks"),
        ("The talks were called off by Sudria.", "called", "call", None, "The talks", "The talks were called off"),
        ("Norland blew up the bridge.", "blew", "blow up", "Norland", "the bridge", "Norland blew up the bridge"),
        ("Norland bombed the harbour.", "bombed", "bomb", "Norland", "the harbour", "Norland bombed the harbour"),
        ("The talks broke down on Monday.", "broke", "break", None, "The talks", "The talks broke down"),
        ("Russians were thrown out.", "thrown", "throw", None, "Russians", "Russians were thrown out"),
        ("New Orleans was hit.", "hit", "hit", None, "New Orleans", "New Orleans was hit"),
        ("Lind was killed over the weekend.", "killed", "kill", None, "Lind", "Lind was killed"),
    ],
)
def test_verbs_keep_the_words_that_make_them_what_they_are(text, trigger, lemma, agent, patient, label):
    roles = [(Role.AGENT, agent)] if agent else []
    event = mention_of(text, trigger, lemma, *roles, (Role.PATIENT, patient))
    fillers = {Role.AGENT: [agent] if agent else [], Role.PATIENT: [patient]}
    made = label_of(
        lemma=lemma, is_noun=False, fillers=fillers, place=None, when=None, status=Status.REPORTED,
        wording=wording_of(event, text, lambda filler: filler.text),
    )  # fmt: skip
    assert made == label


@pytest.mark.parametrize(
    ("text", "trigger", "patients", "inner", "partners"),
    [
        ("Lind called off the talks with Sudria.", "called", ["the talks with Sudria", "Sudria"], {"Sudria"}, set()),
        ("Lind signed a treaty with Sudria.", "signed", ["a treaty", "Sudria"], set(), {"Sudria"}),
        ("Lind met with Sudria.", "met", ["Sudria"], set(), set()),
        ("Lind sued Sudria and a bank.", "sued", ["Sudria", "a bank"], set(), set()),
    ],
)
def test_who_stands_within_a_phrase_or_beside_it_is_no_other_patient(text, trigger, patients, inner, partners):
    event = mention_of(text, trigger, trigger, *((Role.PATIENT, words) for words in patients))
    wording = wording_of(event, text, lambda filler: filler.text)
    assert (wording.inner, wording.partners) == (inner, partners)


@pytest.mark.parametrize(
    ("text", "agent", "means", "patient"),
    [
        ("Police used tear gas against marchers", "Police", "tear gas", "marchers"),
        ("Guards used batons on prisoners", "Guards", "batons", "prisoners"),
        ("tear gas was used against marchers", None, "tear gas", "marchers"),
    ],
)
def test_what_is_used_is_told(text, agent, means, patient):
    roles = [(Role.AGENT, agent)] if agent else []
    event = mention_of(text, "used", "use", *roles, (Role.INSTRUMENT, means), (Role.PATIENT, patient))
    fillers = {Role.AGENT: [agent] if agent else [], Role.INSTRUMENT: [means], Role.PATIENT: [patient]}
    made = label_of(
        lemma="use", is_noun=False, fillers=fillers, place=None, when=None, status=Status.REPORTED,
        wording=wording_of(event, text, lambda filler: filler.text),
    )  # fmt: skip
    assert made == text[:1].upper() + text[1:]


def test_the_means_of_another_verb_is_not_its_object():
    text = "Guards beat prisoners with batons."
    event = mention_of(text, "beat", "beat", (Role.PATIENT, "prisoners"), (Role.INSTRUMENT, "batons"))
    assert not wording_of(event, text, lambda filler: filler.text).wields


@pytest.mark.parametrize(
    ("text", "trigger", "lemma", "label"),
    [
        ("Lind said on Friday she may sue.", "said", "say", "Lind said on Friday she may sue"),
        ('Lind said, "I may sue the bank."', "said", "say", "Lind said: I may sue the bank"),
        ('"I may sue the bank," Lind said.', "said", "say", "Lind said: I may sue the bank"),
        ("Nobody was hurt, said Lind on Friday.", "said", "say", "Lind said: Nobody was hurt"),
        ("Asked twice, but Lind spoke.", "spoke", "speak", "Lind spoke"),
        (
            "Lind told reporters that the bank had lost all the papers that it was asked for.",
            "told",
            "tell",
            "Lind told reporters that the bank had lost all the papers that it was …",
        ),
    ],
)
def test_a_statement_is_called_by_what_is_said(text, trigger, lemma, label):
    event = replace(mention_of(text, trigger, lemma, (Role.AGENT, "Lind")), type="STATEMENT")
    made = label_of(
        lemma=lemma, is_noun=False, fillers={Role.AGENT: ["Lind"]}, place=None, when=None, status=Status.REPORTED,
        wording=wording_of(event, text, lambda filler: filler.text, sentence=Span(0, len(text))),
    )  # fmt: skip
    assert made == label


def test_a_recipient_without_a_patient_has_its_preposition():
    text = "Lind apologised to Sudria."
    event = mention_of(text, "apologised", "apologise", (Role.AGENT, "Lind"), (Role.RECIPIENT, "Sudria"))
    fillers = {Role.AGENT: ["Lind"], Role.RECIPIENT: ["Sudria"]}
    made = label_of(
        lemma="apologise", is_noun=False, fillers=fillers, place=None, when=None, status=Status.REPORTED,
        wording=wording_of(event, text, lambda filler: filler.text),
    )  # fmt: skip
    assert made == "Lind apologised to Sudria"


@pytest.mark.parametrize(
    ("earliest", "latest", "precision", "words"),
    [
        ("2020", "2020", Precision.YEAR, "2020"),
        ("2020-01-01", "2020-12-31", Precision.YEAR, "2020"),
        ("2020-01-01", "2020-01-31", Precision.MONTH, "January 2020"),
        ("2020-01-03", "2020-01-05", Precision.RANGE, "3–5 January 2020"),
        ("2019-12-30", "2020-01-05", Precision.WEEK, "30 December 2019 – 5 January 2020"),
        ("2020-01-03", None, Precision.UNKNOWN, "after 3 January 2020"),
        (None, "2020-01", Precision.UNKNOWN, "before January 2020"),
        (None, None, Precision.UNKNOWN, ""),
    ],
)
def test_dates_are_as_fine_as_known(earliest, latest, precision, words):
    assert date_words(When(earliest=earliest, latest=latest, precision=precision, text="")) == words
