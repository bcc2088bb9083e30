"""An extracted event as a linguistic case in the form of `tests/cases`, to be corrected and handed in.

The case says what was extracted; who reports a mistake changes the lines that are wrong.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from kg.model import Form, Role

if TYPE_CHECKING:
    from kg.model import ArticleRecord, Filler, LocalEvent, Span

_ROLES = (Role.AGENT, Role.PATIENT, Role.RECIPIENT, Role.INSTRUMENT)
_HINT = "# What was extracted. Correct what is wrong, leave out what does not matter; see tests/cases/README.md."


def case_of(record: ArticleRecord, event: LocalEvent) -> str:
    """TOML with one case: the sentence, the one before it where a pronoun needs it, and the event as extracted.

    Only roles that the sentences show are stated: a filler is named by the head words of its phrase, or by the name of
    the actor where it is a pronoun. When the trigger occurs more than once a comment says so.
    """
    text, span = _passage(record, event)
    said = {
        "trigger": event.text,
        "type": event.type,
        **{role.value: _fillers(record, event, role, text) for role in _ROLES[:2]},
        **{role.value: found for role in _ROLES[2:] if (found := _fillers(record, event, role, text))},
    }
    if event.place is not None and _is_within(event.place.span, span):
        said["place"] = event.place.text
    time = next((time for time in record.times if time.id == event.time), None)
    if time is not None and time.value is not None and _is_within(time.span, span):
        said["time"] = time.value
    said |= {"polarity": event.polarity.value, "certainty": event.certainty.value, "tense": event.tense.value}
    if event.attributed_to:
        said["attributed_to"] = [
            _head(record, source.span, source.text, source.actor, text) for source in event.attributed_to
        ]
    shown = ", ".join(f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in said.items())
    lines = [_HINT, "[[case]]", f"text = {json.dumps(text, ensure_ascii=False)}"]
    if record.article.date:
        lines.append(f"date = {json.dumps(record.article.date[:10])}")
    n_triggers = len(re.findall(rf"(?<!\w){re.escape(event.text)}(?!\w)", text))
    if n_triggers != 1:
        lines.append(f"# the trigger must occur once in the text, it occurs {n_triggers} times: shorten the text")
    lines += ["events = [", f"  {{ {shown} }},", "]"]
    return "\n".join(lines) + "\n"


def _passage(record: ArticleRecord, event: LocalEvent) -> tuple[str, Span]:
    """The sentence of the event, with the one before it when a role is a pronoun, as text and as its place."""
    span = record.sentences[event.sentence]
    pronouns = {mention.span for actor in record.actors for mention in actor.mentions if mention.form is Form.PRONOUN}
    is_pronoun = any(role.span in pronouns for role in event.roles)
    if is_pronoun and event.sentence > 0:
        span = type(span)(record.sentences[event.sentence - 1].start, span.end)
    words = record.article.text[span.start : span.end]
    return " ".join(words.split()), span


def _is_within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _fillers(record: ArticleRecord, event: LocalEvent, role: Role, text: str) -> list[str]:
    return [_of_filler(record, filler, text) for filler in event.roles if filler.role is role]


def _of_filler(record: ArticleRecord, filler: Filler, text: str) -> str:
    head = record.article.text[filler.head.start : filler.head.end]
    return _head(record, filler.span, head, filler.actor, text)


def _head(record: ArticleRecord, span: Span, words: str, actor: str | None, text: str) -> str:
    """Words that name the filler: of its phrase; of a pronoun's actor the longest name that the text has."""
    for known in record.actors:
        if known.id == actor and any(
            mention.span == span and mention.form is Form.PRONOUN for mention in known.mentions
        ):
            names = sorted({mention.text for mention in known.mentions if mention.form is not Form.PRONOUN}, key=len)
            return next((name for name in reversed(names) if name in text), known.name)
    return " ".join(words.split())
