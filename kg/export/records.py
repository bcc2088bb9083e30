"""The extraction output: one JSON object per article, keys in the order of the contract, and back again."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from kg.model import (
    ActorKind,
    ActorMention,
    Article,
    ArticleRecord,
    Certainty,
    Filler,
    Form,
    LocalActor,
    LocalEvent,
    LocalPlace,
    PlaceRef,
    Polarity,
    Precision,
    Role,
    Source,
    Span,
    Tense,
    Time,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

Json = dict[str, object]

# U+0085, U+2028 and U+2029 end a line for some readers; a lone surrogate cannot be written as UTF-8 at all
_UNSAFE = re.compile("[\u0085\u2028\u2029\ud800-\udfff]")


def record_to_json(record: ArticleRecord) -> Json:
    """What `kg extract --format jsonl` prints of one article. Every span is half-open, in code points of the text."""
    article = record.article
    return {
        "article": {
            "id": article.id,
            "title": article.title,
            "date": article.date,
            "source": article.source,
            "url": article.url,
            "text": article.text,
        },
        "sentences": [[sentence.start, sentence.end] for sentence in record.sentences],
        "actors": [_actor(actor) for actor in record.actors],
        "places": [_place(place) for place in record.places],
        "times": [_time(time) for time in record.times],
        "events": [_event(event) for event in record.events],
    }


def to_line(shape: Json) -> str:
    """One JSON line in UTF-8; non-ASCII stays as it is, but for the characters that would break the line."""
    line = json.dumps(shape, ensure_ascii=False, allow_nan=False)
    return _UNSAFE.sub(lambda match: f"\\u{ord(match.group()):04x}", line)


def _mention(mention: ActorMention) -> Json:
    return {
        "start": mention.span.start,
        "end": mention.span.end,
        "text": mention.text,
        "head": [mention.head.start, mention.head.end],
        "form": mention.form.value,
    }


def _actor(actor: LocalActor) -> Json:
    return {
        "id": actor.id,
        "kind": actor.kind.value,
        "name": actor.name,
        "mentions": [_mention(mention) for mention in actor.mentions],
    }


def _place(place: LocalPlace) -> Json:
    return {
        "id": place.id,
        "name": place.name,
        "country": place.country,
        "lat": place.lat,
        "lon": place.lon,
        "geonames": place.geonames,
        "mentions": [_mention(mention) for mention in place.mentions],
    }


def _time(time: Time) -> Json:
    return {
        "id": time.id,
        "start": time.span.start,
        "end": time.span.end,
        "text": time.text,
        "value": time.value,
        "precision": time.precision.value,
        "earliest": time.earliest,
        "latest": time.latest,
    }


def _event(event: LocalEvent) -> Json:
    place = event.place
    return {
        "id": event.id,
        "type": event.type,
        "trigger": {
            "start": event.trigger.start,
            "end": event.trigger.end,
            "text": event.text,
            "lemma": event.lemma,
        },
        "sentence": event.sentence,
        "roles": [
            {
                "role": role.role.value,
                "start": role.span.start,
                "end": role.span.end,
                "text": role.text,
                "head": [role.head.start, role.head.end],
                "actor": role.actor,
            }
            for role in event.roles
        ],
        "place": None
        if place is None
        else {"id": place.id, "start": place.span.start, "end": place.span.end, "text": place.text},
        "time": event.time,
        "polarity": event.polarity.value,
        "certainty": event.certainty.value,
        "tense": event.tense.value,
        "attributed_to": [
            {"start": source.span.start, "end": source.span.end, "text": source.text, "actor": source.actor}
            for source in event.attributed_to
        ],
        "confidence": event.confidence,
        "also": list(event.also),
        "rule": event.rule,
    }


def record_from_json(shown: Mapping[str, Any]) -> ArticleRecord:
    """The record that `record_to_json` was made of, as far as it was printed: spans, names, roles, times."""
    article = shown["article"]
    return ArticleRecord(
        article=Article(**{name: article[name] for name in ("id", "title", "date", "source", "url", "text")}),
        sentences=tuple(Span(start, end) for start, end in shown["sentences"]),
        actors=tuple(
            LocalActor(id=one["id"], kind=ActorKind(one["kind"]), name=one["name"], mentions=_mentions(one))
            for one in shown["actors"]
        ),
        places=tuple(
            LocalPlace(
                **{name: one[name] for name in ("id", "name", "country", "lat", "lon", "geonames")},
                mentions=_mentions(one),
            )
            for one in shown["places"]
        ),
        times=tuple(
            Time(
                **{name: one[name] for name in ("id", "text", "value", "earliest", "latest")},
                span=_span(one),
                precision=Precision(one["precision"]),
            )
            for one in shown["times"]
        ),
        events=tuple(_event_from(one) for one in shown["events"]),
    )


def _event_from(one: Mapping[str, Any]) -> LocalEvent:
    trigger, place = one["trigger"], one["place"]
    return LocalEvent(
        **{name: one[name] for name in ("id", "type", "sentence", "time", "confidence", "rule")},
        trigger=_span(trigger),
        text=trigger["text"],
        lemma=trigger["lemma"],
        roles=tuple(
            Filler(
                role=Role(role["role"]), span=_span(role), text=role["text"], head=Span(*role["head"]),
                actor=role["actor"],
            )
            for role in one["roles"]
        ),
        place=None if place is None else PlaceRef(id=place["id"], span=_span(place), text=place["text"]),
        polarity=Polarity(one["polarity"]),
        certainty=Certainty(one["certainty"]),
        tense=Tense(one["tense"]),
        attributed_to=tuple(
            Source(span=_span(said), text=said["text"], actor=said["actor"]) for said in one["attributed_to"]
        ),
        also=tuple(one["also"]),
    )  # fmt: skip


def _mentions(one: Mapping[str, Any]) -> tuple[ActorMention, ...]:
    return tuple(
        ActorMention(span=_span(said), text=said["text"], head=Span(*said["head"]), form=Form(said["form"]))
        for said in one["mentions"]
    )


def _span(one: Mapping[str, Any]) -> Span:
    return Span(one["start"], one["end"])
