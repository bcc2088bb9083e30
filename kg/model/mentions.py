"""extract → resolve: what one article says, its mentions not yet joined to actors."""

from __future__ import annotations

from dataclasses import dataclass

from kg.model.articles import Article, Span  # noqa: TC001 -- what is kept on disk is read back by these types
from kg.model.kinds import Certainty, Form, Polarity, Precision, Role, Tense


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One phrase that may name an actor or a place, with what its grammar tells about it.

    Attributes:
        span: the phrase without its relative clauses and appositions.
        head: the name itself, or the head noun with its compounds.
        form: name, nominal or pronoun.
        label: the class of the phrase: PERSON, ORG, GPE, LOC, FAC, NORP, or "" for a nominal or pronoun whose class
            only its words tell.
        lemma: lower-case lemma of the head word.
        sentence: index of its sentence.
        number: "sing", "plur" or "".
        gender: "masc", "fem", "neut" or "": from a pronoun, a title or a relational noun, never guessed from a name.
        title: the title said before a name ("Maj. Gen.", "President"), else "".
        definite: a definite description ("the general", "its parliament", a name).
        owner: index (in `Extraction.mentions`) of the mention this one belongs to: "Iran" of "Iran's parliament",
            "Iraq" of "the Iraqi government"; None when there is none.
        apposition: index of the mention that this one stands beside and renames ("Soleimani, *a commander*").
        is_subject: the phrase is a grammatical subject; pronouns prefer those.
        quoted: inside quotation marks.
        speaker: index of the mention that utters the quotation around it, for I and we.
    """

    span: Span
    head: Span
    form: Form
    label: str
    lemma: str
    sentence: int
    number: str = ""
    gender: str = ""
    title: str = ""
    definite: bool = False
    owner: int | None = None
    apposition: int | None = None
    is_subject: bool = False
    quoted: bool = False
    speaker: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """One time expression.

    `value` is ISO 8601: a partial date (`2020`, `2020-01`, `2020-01-03`), a week (`2020-W01`) or a range
    (`2019-11-06/2020-01-06`); None when nothing is known. The bounds are days, both included.
    """

    id: str
    span: Span
    text: str
    value: str | None
    precision: Precision
    earliest: str | None
    latest: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleMention:
    """A filler before resolution; `mention` is an index into `Extraction.mentions`, None for a plain phrase."""

    role: Role
    span: Span
    head: Span
    mention: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventMention:
    """One event mention before resolution; `places` and `speakers` are candidates, best first, as mention indices."""

    id: str
    type: str
    trigger: Span
    lemma: str
    sentence: int
    roles: tuple[RoleMention, ...] = ()
    place: int | None = None
    time: str | None = None
    polarity: Polarity = Polarity.POS
    certainty: Certainty = Certainty.CERTAIN
    tense: Tense = Tense.NON_FUTURE
    speakers: tuple[RoleMention, ...] = ()
    confidence: float = 0.5
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """What one article says, before its mentions are joined to actors and places."""

    article: Article
    sentences: tuple[Span, ...]
    mentions: tuple[Mention, ...] = ()
    times: tuple[Time, ...] = ()
    events: tuple[EventMention, ...] = ()
