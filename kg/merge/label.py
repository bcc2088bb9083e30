"""A readable sentence for an event: "United States killed Qasem Soleimani, Baghdad, 3 January 2020"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from kg.model import Precision, Role, Status, When

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from kg.model import Filler, LocalEvent, Span

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
# Longer phrases would make the label a paragraph; the evidence has them in full.
_MAX_PHRASE = 60
_MAX_NAMED = 3
_LEAST_SAID = 3
_CLOSING = (",", '"', "”", "»")
_QUOTES = re.compile('["“”«»]')


@dataclass(frozen=True, slots=True)
class Wording:
    """How the sentence puts what fills the roles of an event.

    Attributes:
        joints: the word before what fills a role, or behind the event: "broke *into* a court", "was called *off*".
        partners: patients *with* whom something else is done: "signed a treaty with *Sudria*".
        inner: patients that stand within the phrase of another one: "called off the talks with *Sudria*".
        wields: whether the means is the verb's own object or subject: "used *tear gas* against a crowd".
        said: what a verb of saying tells, in the article's words: "said *on Friday he may declare …*".
    """

    joints: tuple[tuple[Role, str], ...] = ()
    partners: frozenset[str] = frozenset()
    inner: frozenset[str] = frozenset()
    wields: bool = False
    said: str = ""


PLAIN = Wording()


def label_of(
    *,
    lemma: str,
    is_noun: bool,
    fillers: Mapping[Role, Sequence[str]],
    place: str | None,
    when: When | None,
    status: Status,
    wording: Wording = PLAIN,
) -> str:
    """The label, in the past tense whatever the status; a status other than Reported follows in brackets.

    `fillers`: names and phrases by role, in the order in which they are shown; `wording` that of the sentence.
    Verbs without an agent are passive; nouns read "strike by United States on Iran", "talks between A and B".
    """
    joints = dict(wording.joints)
    verb, _, rest = lemma.partition(" ")
    if rest and any(name.split()[-1:] in ([rest], [f"{rest}s"]) for name in fillers.get(Role.PATIENT, ())):
        lemma = verb  # "drop bomb": the bombs are told as what was dropped
    doers = fillers.get(Role.AGENT, ()) or fillers.get(Role.PARTICIPANT, ())
    patients = _join(fillers.get(Role.PATIENT, ()))
    recipients = _join(fillers.get(Role.RECIPIENT, ()))
    if is_noun:
        text = _nominal(lemma, doers, patients, joints.get(Role.PATIENT) or _PREPOSITIONS.get(lemma, "of"))
    else:
        means = _join(fillers.get(Role.INSTRUMENT, ())) if wording.wields else ""
        joint = joints.get(Role.PATIENT, "")
        if wording.said and doers and not patients:
            text, recipients = f"{_join(doers)} {past_of(lemma)}{wording.said}", ""
        elif means:
            text = _verbal(lemma, _join(doers), means, "") + (f" {joint or 'against'} {patients}" if patients else "")
        else:
            text = _verbal(lemma, _join(doers), patients, joint)
    if recipients:
        joint = "to" if patients else joints.get(Role.RECIPIENT, "")
        text += f" {joint} {recipients}" if joint else f" {recipients}"
    parts = [text[:1].upper() + text[1:]]
    if place:
        parts.append(place)
    if when is not None and (date := date_words(when)):
        parts.append(date)
    label = ", ".join(parts)
    return label if status is Status.REPORTED else f"{label} ({status.value.lower()})"


def wording_of(
    mention: LocalEvent, text: str, called: Callable[[Filler], str], *, sentence: Span | None = None
) -> Wording:
    """The wording of a mention in its article's text.

    `called` gives what a filler is known by in the graph; `sentence` is the mention's, where what is said is wanted.
    """
    patients = [filler for filler in mention.roles if filler.role is Role.PATIENT]
    beside = [filler for filler in mention.roles if filler.role in {Role.PATIENT, Role.RECIPIENT}]
    inner = [one for one in beside if any(_is_within(one, other) for other in patients)]
    rest = [one for one in patients if one not in inner]
    partners = [one for one in rest if text[max(0, one.span.start - 6) : one.span.start].split()[-1:] == ["with"]]
    if len(partners) == len(rest):
        partners = []
    behind = _FIRST_WORD.match(text, mention.trigger.end)
    particle = behind[1] if behind and behind[1] in _PARTICLES else ""
    wields = any(one.role is Role.INSTRUMENT and _is_object(one, mention, text) for one in mention.roles)
    joints: dict[Role, str] = {}
    for filler in mention.roles:
        between = text[mention.trigger.end : filler.span.start].split()
        if filler in inner or filler in partners:
            continue
        if between[-1:] and between[-1] in _JOINTS and (wields or len(between) == 1):
            joints.setdefault(filler.role, between[-1])
        elif particle and filler.role is Role.PATIENT:
            joints.setdefault(filler.role, particle)
    return Wording(
        joints=tuple(joints.items()),
        partners=frozenset(map(called, partners)),
        inner=frozenset(map(called, inner)),
        wields=wields,
        said=_said(mention, text, sentence) if sentence is not None and mention.type == "STATEMENT" else "",
    )


def _said(mention: LocalEvent, text: str, sentence: Span) -> str:
    """What is said, cut to a label's length: the words behind the verb, or those before the comma or quotation mark."""
    doers = [filler for filler in mention.roles if filler.role is Role.AGENT]
    behind = _plain(text[mention.trigger.end : sentence.end])
    if len(behind.split()) >= _LEAST_SAID and all(one.span.start < mention.trigger.start for one in doers):
        quoted = text[mention.trigger.end : sentence.end].lstrip(", ")[:1] in tuple('"“:')
        return f"{': ' if quoted else ' '}{_shortened(behind)}"
    before = text[sentence.start : min([mention.trigger.start, *(one.span.start for one in doers)])].rstrip()
    is_content = before.endswith(_CLOSING) and len(before.split()) >= _LEAST_SAID
    return f": {_shortened(_plain(before))}" if is_content else ""


def _plain(words: str) -> str:
    """On one line, without quotation marks, and without other marks at the ends."""
    return " ".join(_QUOTES.sub("", words).split()).strip(" ,.;:–—-")


def _is_object(filler: Filler, mention: LocalEvent, text: str) -> bool:
    """Whether nothing stands between a verb and what fills a role, or but helpers do before a passive."""
    if filler.span.start >= mention.trigger.end:
        return not text[mention.trigger.end : filler.span.start].strip()
    return bool(_HELPERS.fullmatch(text, filler.span.end, mention.trigger.start))


def _is_within(one: Filler, other: Filler) -> bool:
    return other.actor is None and other.span != one.span and other.span.covers(one.span)


def past_of(lemma: str) -> str:
    """Past tense of an English verb: strike → struck, deny → denied, pull out → pulled out."""
    verb, _, rest = lemma.partition(" ")
    past = _irregular().get(verb)
    if past is None:
        if verb.endswith("e"):
            past = f"{verb}d"
        elif verb.endswith("y") and verb[-2:-1] not in "aeiou":
            past = f"{verb[:-1]}ied"
        else:
            past = f"{verb}ed"
    return f"{past} {rest}" if rest else past


def participle_of(lemma: str) -> str:
    """Past participle: as the past for most verbs."""
    verb, _, rest = lemma.partition(" ")
    participle = _PARTICIPLES.get(verb) or past_of(verb)
    return f"{participle} {rest}" if rest else participle


def date_words(when: When) -> str:
    """The date as people write it: 3 January 2020, January 2020, 2020, 3–5 January 2020; empty when not known."""
    if when.earliest is None or when.latest is None:
        return f"after {_day(when.earliest)}" if when.earliest else f"before {_day(when.latest)}" if when.latest else ""
    if when.precision is Precision.YEAR:
        return when.earliest[:4]
    if when.precision is Precision.MONTH:
        return _day(when.earliest[:7])
    if when.earliest == when.latest:
        return _day(when.earliest)
    if when.earliest[:7] == when.latest[:7] and len(when.earliest) == 10:
        return f"{int(when.earliest[8:])}–{_day(when.latest)}"
    return f"{_day(when.earliest)} – {_day(when.latest)}"


def _day(value: str) -> str:
    words = [value[:4]]
    if len(value) >= 7:
        words.insert(0, _MONTHS[int(value[5:7]) - 1])
    if len(value) == 10:
        words.insert(0, str(int(value[8:])))
    return " ".join(words)


def _verbal(lemma: str, agents: str, patients: str, joint: str) -> str:
    if agents:
        words = [agents, past_of(lemma), "" if lemma.endswith(f" {joint}") else joint, patients]
        return " ".join(word for word in words if word)
    whole = f"{lemma} {joint}" if joint in _PARTICLES and not lemma.endswith(f" {joint}") else lemma
    if patients and not _INTRANSITIVE & {lemma, whole}:
        return f"{patients} {'were' if _is_plural(patients) else 'was'} {participle_of(whole)}"
    return f"{patients} {past_of(whole)}".strip()


def _is_plural(subject: str) -> bool:
    """Several, or a plural noun; a name in -s is one ("Reuters was raided")."""
    head = subject.split(" of ")[0].split()[-1]
    return (
        " and " in subject
        or head in ("police", "people", "troops")
        or (head.islower() and head not in _ONE_IN_S and re.search("[^s]s$", head) is not None)
        or _PEOPLE.search(head) is not None
    )


def _nominal(lemma: str, doers: Sequence[str], patients: str, preposition: str) -> str:
    agents = _join(doers)
    whom = f" {preposition} {patients}" if patients else ""
    if not agents:
        return lemma + whom
    if whom:
        return f"{lemma}{whom} by {agents}" if preposition == "of" else f"{lemma} by {agents}{whom}"
    if preposition == "with" and len(doers) > 1:
        return f"{lemma} between {agents}"
    return f"{lemma} {'of' if lemma in _OF_DOERS else 'by'} {agents}"


def _join(names: Sequence[str]) -> str:
    shown = [_shortened(name) for name in names]
    if len(shown) > _MAX_NAMED:
        shown = [*shown[:_MAX_NAMED], "others"]
    return " and ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else "".join(shown)


def _shortened(words: str) -> str:
    return words if len(words) <= _MAX_PHRASE else f"{words[:_MAX_PHRASE].rsplit(' ', 1)[0].rstrip(',;')} …"


@lru_cache(maxsize=1)
def _irregular() -> dict[str, str]:
    text = (files("kg.merge") / "files" / "verbs.txt").read_text(encoding="utf-8")
    return dict(line.split(" ", 1) for line in text.splitlines() if line and not line.startswith("#"))


_INTRANSITIVE = frozenset({
    "die", "fall", "collapse", "perish", "drown", "arrive", "resign", "rise", "crash", "happen", "occur", "explode",
    "erupt", "disappear", "survive", "starve", "retire", "retreat", "come", "break down", "go off", "step down",
    "step aside", "go down", "come down", "run away", "get away",
})  # fmt: skip
_PREPOSITIONS = {
    "attack": "on", "strike": "on", "airstrike": "on", "assault": "on", "raid": "on", "war": "with", "clash": "with",
    "ban": "on", "sanction": "on", "sanctions": "on", "protest": "against", "threat": "against", "vote": "on",
    "talks": "with", "talk": "with", "summit": "with", "negotiation": "with",
    "meeting": "with", "deal": "with", "agreement": "with", "revenge": "on", "pressure": "on",
    "demonstration": "against", "rally": "against", "lawsuit": "against", "suit": "against", "aid": "to", "visit": "to",
    "support": "for", "conversation": "with", "incursion": "into", "investigation": "into", "inquiry": "into",
}  # fmt: skip
_OF_DOERS = frozenset({
    "summit", "meeting", "session", "gathering", "resignation", "retirement", "retreat", "withdrawal", "arrival",
    "departure", "return", "flight", "rise", "fall", "collapse",
})  # fmt: skip
"""Nouns whose doers they have rather than are made by: a summit of seven states."""
_PARTICLES = frozenset({"away", "back", "down", "off", "out", "up"})
_JOINTS = _PARTICLES | {
    "about", "across", "against", "at", "for", "from", "in", "into", "of", "on", "onto", "over", "through", "to",
    "toward", "towards", "under", "upon", "with",
}  # fmt: skip
_ONE_IN_S = frozenset({
    "gas", "bus", "virus", "crisis", "news", "chaos", "campus", "census", "consensus", "basis", "analysis", "status",
    "surplus", "apparatus", "caucus", "corpus", "diagnosis", "emphasis", "oasis", "thesis", "politics", "economics",
})  # fmt: skip
_PEOPLE = re.compile(r"(?:ian|ican|rman|orean)s$")
"""Russians, Americans, Germans, Koreans; not New Orleans."""
_HELPERS = re.compile(r"\s+(?:(?:was|were|is|are|has|have|had|been|being|be|will|would|not)\s+)+")
_FIRST_WORD = re.compile(r"\s+([a-z]+)\b")
_PARTICIPLES = {
    "beat": "beaten", "become": "become", "begin": "begun", "bite": "bitten", "blow": "blown", "break": "broken",
    "choose": "chosen", "do": "done", "draw": "drawn", "drink": "drunk", "drive": "driven", "eat": "eaten",
    "forbid": "forbidden", "freeze": "frozen", "give": "given", "go": "gone", "grow": "grown", "hide": "hidden",
    "know": "known", "mistake": "mistaken", "overcome": "overcome", "oversee": "overseen", "overtake": "overtaken",
    "overthrow": "overthrown", "overrun": "overrun", "ride": "ridden", "run": "run", "see": "seen", "shake": "shaken",
    "show": "shown", "shrink": "shrunk", "sing": "sung", "sink": "sunk", "slay": "slain", "speak": "spoken",
    "steal": "stolen", "swear": "sworn", "swim": "swum", "take": "taken", "tear": "torn", "throw": "thrown",
    "undergo": "undergone", "undertake": "undertaken", "undo": "undone", "wear": "worn", "withdraw": "withdrawn",
    "write": "written", "forget": "forgotten", "forgive": "forgiven", "foresee": "foreseen", "bear": "borne",
}  # fmt: skip
