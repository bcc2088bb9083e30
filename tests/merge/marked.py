"""Records of sentences in which stars mark the triggers: `record("a", "Twelve *died* in the *raid*.")`."""

from __future__ import annotations

from dataclasses import replace

from kg.model import Article, ArticleRecord, Filler, LocalEvent, Role, Span

TYPES = {
    "die": "CASUALTY", "injure": "ASSAULT", "arrest": "COERCE", "raid": "ASSAULT", "blast": "ASSAULT",
    "quake": "DISASTER", "protest": "PROTEST", "war": "ASSAULT", "say": "STATEMENT", "summit": "GATHER",
}  # fmt: skip
LEMMAS = {
    "deaths": "die", "died": "die", "injured": "injure", "arrested": "arrest", "protests": "protest", "said": "say",
}  # fmt: skip


def record(name, *sentences, date="2020-01-04", does=(), **changes):
    """Words in stars are triggers; `does` names pairs of the trigger done and the trigger that does it."""
    text, spans, events = "", [], []
    for number, marked in enumerate(sentences):
        start = len(text)
        for position, piece in enumerate(marked.split("*")):
            if position % 2:
                lemma = LEMMAS.get(piece, piece)
                events.append(
                    LocalEvent(
                        id=f"e{len(events) + 1}", type=TYPES[lemma], text=piece, lemma=lemma, sentence=number,
                        trigger=Span(len(text), len(text) + len(piece)), confidence=0.5,
                        rule="noun:test" if piece == lemma or piece == f"{lemma}s" else "verb:test",
                    )
                )  # fmt: skip
            text += piece
        spans.append(Span(start, len(text)))
        text += " "
    for done, doer in does:
        cause = next(event for event in events if event.text == doer)
        role = Filler(role=Role.AGENT, span=cause.trigger, text=doer, head=cause.trigger)
        events = [replace(event, roles=(role,)) if event.text == done else event for event in events]
    events = [replace(event, **changes.get(event.text, {})) for event in events]
    article = Article(id=name, text=text, date=date)
    return ArticleRecord(article=article, sentences=tuple(spans), events=tuple(events))
