"""The extraction output: one JSON object per article, keys in the order of the contract, and one line per mention."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.model import ActorMention, ArticleRecord, LocalActor, LocalEvent, LocalPlace, Time

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
