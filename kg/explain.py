"""Why an article has the events that it has, in plain words: what `kg extract --explain` prints.

In: an ArticleRecord and the lexicon. Out: lines of text. Every line says what the record itself holds, in its `rule`
(see `kg.model.trace`) and its spans; nothing is extracted a second time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.mending.mend import example_of
from kg.extract.text import lexicon as lexicons
from kg.model import Form
from kg.model.trace import steps, trigger_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.extract.text.lexicon import Entry, Lexicon
    from kg.model import ArticleRecord, Filler, LocalEvent

TABLES = {"verb": "verbs", "noun": "nouns", "adjective": "adjectives"}
GRAMMAR = {
    "passive": "the clause is passive",
    "conj": "its subject is that of the verb it is coordinated with",
    "control": "its subject is given by the verb above it",
    "relative": "it stands in a relative clause, whose pronoun was replaced by the noun before it",
    "clause": "it stands in a clause without a subject of its own, which has that of the clause above it",
    "author": "its subject was found beside a quotation",
    "inverted": "the subject stands behind the verb",
    "repaired": "a misread tree was mended",
    "owner": "the owner or doer of a thing that it is done to was added",
    "addressed": "the subject of what is demanded or alleged was added",
    "threatened": "whom a threat is aimed at was added",
    "wielder": "whose arms did it took their place as agent",
    "shared-agent": "it has its agent from the event that it is part of",
    "general": "it may be told of a class, and is the same as nothing that another article tells",
}
"""What the words of a rule mean; one that is not here is printed as it stands."""
PLACES = {
    "phrase": "a place phrase hangs from it, from one of its arguments or from a verb that leads to it",
    "head": "the sentence opens with it",
    "object": "it is done to that place",
    "shared": "an event that is coordinated with it or that it is part of has it",
    "office": "the office or law is of that place",
    "label": "the line names it first and goes on behind a colon",
    "also": "another mention of the event says so",
    "main": "the article is about it, and this is an act on the ground",
}
TIMES = {
    "clause": "the expression hangs from it, or from a verb that leads to it",
    "head": "the sentence opens with the expression",
    "line": "the line begins with the expression",
    "dashes": "the expression stands with it between two dashes",
    "beside": "the expression stands right behind it, or its when-clause tells of it",
    "since": "it has lasted since then",
    "shared": "an event that is coordinated with it or that it is part of has it",
    "speaker": "who says so goes on from what he said then",
    "also": "another mention of the event says so",
    "main": "the report tells of that day, and this is an act on the ground",
}
SOURCES = {
    "said": "it is what a verb or noun of saying is about",
    "beside": "a verb of saying or “according to” stands beside its clause",
    "frame": "“according to” or a colon frames the whole sentence",
    "quote": "it stands in a quotation",
    "continued": "it stands in a quotation that goes on from the one before",
}
PAPER = "the author of the document that says so"
CLAUSE_SLOTS = (
    ("subject", "subject"),
    ("object", "object"),
    ("indirect", "indirect object"),
    ("lone", "subject without object"),
)
NOUN_SLOTS = (("owner", "owner"), ("of", "of-phrase"), ("compound", "name before it"))


def explain(record: ArticleRecord, lexicon: Lexicon | None = None) -> Iterator[str]:
    """Lines: the article, each sentence that has events, and below it every event with its reasons.

    `lexicon`: the word tables that the record was made with; the shipped ones when None.
    """
    words = lexicon or lexicons.load()
    article = record.article
    yield f"# {article.title or article.id} ({article.date or 'undated'})"
    last = -1
    for event in record.events:
        if event.sentence != last:
            yield f"\n  {' '.join(record.sentences[event.sentence].of(article.text).split())}"
            last = event.sentence
        yield ""
        yield f"    “{event.text}” → {event.type}, {event.status.value.lower()}, confidence {event.confidence:.2f}"
        for line in _reasons(event, record, words):
            yield f"      {line}"
    yield ""


def _reasons(event: LocalEvent, record: ArticleRecord, lexicon: Lexicon) -> Iterator[str]:
    yield from _word(event, lexicon)
    for rule in steps(event.rule, "tree"):
        example = example_of(rule)
        yield f"the parse was mended ({rule})" + (f": {example}" if example else "")
    names = {actor.id: actor.name for actor in record.actors}
    for role in event.roles:
        yield f"{role.role.value}: {_filler(role, record, names)}"
    if event.place is not None:
        place = next(place for place in record.places if place.id == event.place.id)
        yield f"place: “{_flat(event.place.text)}”, {_known(place.name, place.country)}: {_why(event, 'place', PLACES)}"
    if event.time is not None:
        time = next(time for time in record.times if time.id == event.time)
        value = time.value or f"{time.earliest or '…'} to {time.latest or '…'}"
        yield f"time: “{_flat(time.text)}” = {value}: {_why(event, 'time', TIMES)}"
    rules = steps(event.rule, "source")
    for number, source in enumerate(event.attributed_to):
        rule = rules[min(number, len(rules) - 1)] if rules else ""
        yield f"according to: {_called(_flat(source.text), names.get(source.actor or ''))}: {_source(rule)}"
    moods = steps(event.rule, "mood")
    if moods:
        said = ", ".join(f"“{word}”" for word in moods)
        yield f"{event.polarity.value}, {event.certainty.value}, {event.tense.value} because of {said}"
    if event.also:
        others = {other.id: other for other in record.events}
        yield "further mentions: " + ", ".join(f"{one} “{others[one].text}”" for one in event.also)
    yield f"rule: {event.rule}"


def _word(event: LocalEvent, lexicon: Lexicon) -> Iterator[str]:
    """The trigger, its entry in the lexicon, its frame, and what the grammar did."""
    first, *rest = trigger_words(event.rule)
    kind, _, entry_rule = first.partition(":")
    derived = rest[1] if rest[:1] == ["via"] and len(rest) > 1 else ""
    rest = rest[2:] if derived else rest
    light = rest[1] if rest[:1] == ["+"] and len(rest) > 1 else ""
    rest = rest[2:] if light else rest
    line = f"the {kind} “{event.lemma}” is read by {entry_rule} of the lexicon"
    yield line + (f", as a noun of the verb “{derived}”" if derived else "")
    entry = _entry(lexicon, TABLES.get(kind, ""), event.lemma, entry_rule)
    if entry is not None:
        shown = CLAUSE_SLOTS if kind == "verb" else NOUN_SLOTS
        slots = [f"{words} = {role}" for slot, words in shown if (role := getattr(entry.frame, slot)) != "none"]
        slots += [f"“{prep}” = {role}" for prep, role in sorted(entry.preps.items())]
        yield f"frame “{entry.frame.name}”: {', '.join(slots)}"
    if light:
        yield f"it is carried by a light verb ({light})"
    for word in rest:
        yield GRAMMAR.get(word, word)


def _entry(lexicon: Lexicon, table: str, lemma: str, rule: str) -> Entry | None:
    """The reading that made the event; looked for under its own word first, since groups share their readings."""
    tables: Mapping[str, Mapping[str, Entry]] = {
        "verbs": lexicon.verbs,
        "nouns": lexicon.nouns,
        "adjectives": lexicon.adjectives,
    }
    known = tables.get(table, {})
    own = [entry for word, entry in known.items() if word.split("_")[0].split("+")[0] == lemma]
    for entry in [*own, *known.values()]:
        for reading in (entry, *(sense for _, sense in entry.senses)):
            if reading.rule == rule:
                return reading
    return None


def _filler(role: Filler, record: ArticleRecord, names: Mapping[str, str]) -> str:
    """The phrase, and whom it means where it does not say so itself."""
    if role.actor is None:
        return f"“{_flat(role.text)}”, no actor"
    forms = {
        mention.head: mention.form for actor in record.actors if actor.id == role.actor for mention in actor.mentions
    }
    form = forms.get(role.head, Form.NAME)
    said = _called(_flat(role.text), names[role.actor])
    return f"{said} (a {form.value}, resolved)" if form is not Form.NAME and "=" in said else said


def _called(text: str, name: str | None) -> str:
    return f"“{text}”" if not name or name.lower() == text.lower() else f"“{text}” = {name}"


def _known(name: str, country: str | None) -> str:
    return f"{name} ({country})" if country else f"{name}"


def _why(event: LocalEvent, key: str, meanings: Mapping[str, str]) -> str:
    rules = steps(event.rule, key)
    return meanings.get(rules[0], rules[0]) if rules else "by the grammar of the sentence"


def _source(rule: str) -> str:
    paper = rule.endswith("-paper")
    said = SOURCES.get(rule.removesuffix("-paper"), rule)
    return f"{said}; {PAPER}" if paper else said


def _flat(text: str) -> str:
    return " ".join(text.split())
