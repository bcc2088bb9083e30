"""Hand-made extractions and records: every test says in the open what the earlier stage would have found.

`Draft("text").name("Iran", "GPE") …` finds each phrase in the text by its words, in reading order, and counts on.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from kg.authority import load
from kg.model import (
    Article,
    ArticleRecord,
    EventMention,
    Extraction,
    Form,
    Mention,
    Precision,
    Role,
    RoleMention,
    Span,
    Time,
)
from kg.resolve import resolve_article


class Draft:
    """An extraction under construction. Mentions are given in any order; each is found by its words."""

    def __init__(self, text: str, *, id: str = "t", date: str | None = "2020-01-06", source: str | None = None) -> None:
        self.article = Article(id=id, text=text, date=date, source=source)
        bounds = [match.span() for match in re.finditer(r"[^.!?\n]+[.!?”]*\s*", text)]
        self.sentences = tuple(Span(start, end) for start, end in bounds) or (Span(0, len(text)),)
        self.mentions: list[Mention] = []
        self.events: list[EventMention] = []
        self.times: list[Time] = []

    def find(self, words: str, nth: int = 1) -> Span:
        starts = [match.start() for match in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", self.article.text)]
        assert len(starts) >= nth, f"{words!r} does not occur {nth} times"
        return Span(starts[nth - 1], starts[nth - 1] + len(words))

    def sentence_of(self, span: Span) -> int:
        return max(number for number, sentence in enumerate(self.sentences) if sentence.start <= span.start)

    def add(self, words: str, *, head: str | None = None, nth: int = 1, **fields: Any) -> int:
        span = self.find(words, nth)
        head_words = head or words
        start = span.start + self.article.text[span.start : span.end].rindex(head_words)
        made = Mention(
            span=span,
            head=Span(start, start + len(head_words)),
            sentence=self.sentence_of(span),
            **{"form": Form.NAME, "label": "", "lemma": head_words.split()[-1].lower(), **fields},
        )
        self.mentions.append(made)
        return len(self.mentions) - 1

    def name(self, words: str, label: str, **fields: Any) -> int:
        return self.add(words, label=label, form=Form.NAME, definite=True, **fields)

    def nominal(self, words: str, lemma: str, **fields: Any) -> int:
        head = fields.pop("head", words.split()[-1])
        definite = words.lower().startswith(("the ", "this ", "his ", "its ")) or "owner" in fields
        return self.add(words, head=head, lemma=lemma, form=Form.NOMINAL, definite=definite, **fields)

    def pronoun(self, words: str, **fields: Any) -> int:
        return self.add(words, form=Form.PRONOUN, lemma=words.lower(), **fields)

    def time(self, words: str, value: str) -> str:
        local = f"t{len(self.times) + 1}"
        precision = {4: Precision.YEAR, 7: Precision.MONTH, 10: Precision.DAY}[len(value)]
        first, last = (value, value) if precision is Precision.DAY else (f"{value[:4]}-01-01", f"{value[:4]}-12-31")
        self.times.append(
            Time(
                id=local,
                span=self.find(words),
                text=words,
                value=value,
                precision=precision,
                earliest=first,
                latest=last,
            )
        )
        return local

    def event(self, trigger: str, kind: str, lemma: str, *, nth: int = 1, **fields: Any) -> str:
        """Roles are given as agent=, patient= …: mention indices, or words that are no mention; lists of them."""
        roles: list[RoleMention] = []
        for role in Role:
            value = fields.pop(role.value, None)
            for one in value if isinstance(value, list) else [] if value is None else [value]:
                if isinstance(one, int):
                    mention = self.mentions[one]
                    roles.append(RoleMention(role=role, span=mention.span, head=mention.head, mention=one))
                else:
                    span = self.find(one)
                    roles.append(RoleMention(role=role, span=span, head=span))
        speaker = fields.pop("speaker", None)
        speakers = ()
        if speaker is not None:
            said_by = self.mentions[speaker]
            speakers = (RoleMention(role=Role.AGENT, span=said_by.span, head=said_by.head, mention=speaker),)
        span = self.find(trigger, nth)
        self.events.append(
            EventMention(
                id=f"x{len(self.events) + 1}",
                type=kind,
                trigger=span,
                lemma=lemma,
                sentence=self.sentence_of(span),
                roles=tuple(roles),
                speakers=speakers,
                **fields,
            )
        )
        return self.events[-1].id

    def extraction(self) -> Extraction:
        return Extraction(
            article=self.article,
            sentences=self.sentences,
            mentions=tuple(self.mentions),
            times=tuple(self.times),
            events=tuple(self.events),
        )

    def resolve(self) -> ArticleRecord:
        return resolve_article(self.extraction(), authority=load())


class Answers:
    """Reads a record by words instead of ids."""

    def __init__(self, record: ArticleRecord) -> None:
        self.record = record

    def actor_of(self, span: Span) -> str | None:
        """Name of the actor with a mention at the span."""
        for actor in self.record.actors:
            if any(mention.span == span for mention in actor.mentions):
                return actor.name
        return None

    def actor(self, name: str) -> Any:
        found = [actor for actor in self.record.actors if actor.name == name]
        assert found, f"no actor {name!r} among {[actor.name for actor in self.record.actors]}"
        return found[0]

    def place(self, name: str) -> Any:
        found = [place for place in self.record.places if place.name == name]
        assert found, f"no place {name!r} among {[place.name for place in self.record.places]}"
        return found[0]


@pytest.fixture
def draft() -> type[Draft]:
    return Draft


@pytest.fixture
def answers() -> type[Answers]:
    return Answers


def with_id(record: ArticleRecord, article: str) -> ArticleRecord:
    return replace(record, article=replace(record.article, id=article))
