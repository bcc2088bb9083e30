"""The words that make events: what a verb, noun or adjective means here, and who is who around it.

In: `kg/assets/lexicon/*.toml`, one file per event type plus the files described below, and a word with its `Usage`.
Out: an `Entry`: whether it is an event, of which type, which slot holds which role, what it does to its complement.
Refused: unknown keys, types, frames, roles, effects and classes, and any word defined twice (`LexiconError`).

The files
---------
`<type>.toml`      verbs, nouns and adjectives whose first meaning has that event type; a group may bring `senses` that
                   all its words share
`frames.toml`      the frames (slot → role) and the effects (what a word does to the factuality of its complement)
`classes.toml`     named groups of nouns (`@office`, `@weapon`), to be used in senses and by the extractor;
                   `classes_*.toml` those that the extractor alone asks for
`senses_*.toml`    ordered rules on a word's surroundings that give it another reading; the first that fits wins
`light.toml`       verbs that only carry an event noun: "carried out an attack", "the talks took place"
`other.toml`       events of no particular type; `none.toml` words that are no events: states, aspect, discourse
`hedges.toml`      words that make their neighbour less than certain, future or denied: "allegedly", "planned", "no"

Word lists are strings of words between blanks. In a word of several, `_` stands before a particle, object or adverb
(`carry_out`, `take_office`, `shoot_dead`) and `+` before a preposition (`call+for`, `crack_down+on`).

Coverage
--------
3,000 verbs, 1,620 nouns, 1,380 rules for senses. Of the verb tokens of Voice of America news (147,000 in GMB) 98 %
have an entry, of those of the EWT and GUM treebanks (34,000, gold lemmas) 97 %. Of 390 events annotated by hand in
Wikinews 98 % have a trigger that can be an event here. QANom counts people and states as event nouns too ("player",
"knowledge"): of its 5,660 in Wikinews 74 % are listed, 50 % as events; a noun that is not listed is none.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from kg.errors import ModelError
from kg.extract.text.lexicon_entries import (
    ROLES,
    Condition,
    Effect,
    Entry,
    Eventive,
    Frame,
    Kind,
    Lexicon,
    Light,
    Usage,
)
from kg.model import Certainty, Polarity, Tense
from kg.settings import ASSETS
from kg.vocab import EVENT_TYPES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

__all__ = [
    "ROLES", "Condition", "Effect", "Entry", "Eventive", "Frame", "Kind", "Lexicon", "LexiconError", "Light",
    "Usage", "load",
]  # fmt: skip

FOLDER: Final = ASSETS / "lexicon"

MARKS: Final = frozenset(("@person", "@org", "@gpe", "@norp", "@loc", "@fac", "@place", "@score"))
"""Classes that the extractor gives to names and scores, whether or not a class lists nouns for them."""


class LexiconError(ModelError):
    """A lexicon file that breaks its own rules; the message names file, word and remedy."""


@cache
def load(folder: Path = FOLDER) -> Lexicon:
    """The lexicon of a folder, read and checked once per process.

    Raises:
        LexiconError: a file is missing, is no TOML, or breaks the rules in this module's docstring.
    """
    return _Builder(folder).build()


_TABLES: Final = {"verbs", "nouns", "adjectives"}
_READING: Final = {
    "kind", "type", "frame", "preps", "speech", "effect", "infinitive", "control", "eventive", "verb", "head",
}  # fmt: skip
_CONDITION: Final = {
    "subject", "object", "indirect", "owner", "modifier", "prep", "oblique", "clause", "complement", "governor",
    "bare", "passive",
}  # fmt: skip


_SETS: Final = (
    "subject", "object", "indirect", "owner", "modifier", "prep", "clause", "complement", "governor",
)  # fmt: skip


class _Builder:
    """Reads one folder. Every method names the place it complains about."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.frames: dict[str, Frame] = {}
        self.effects: dict[str, Effect] = {"none": Effect()}
        self.classes: dict[str, frozenset[str]] = {}
        self.entries: dict[str, dict[str, Entry]] = {"verbs": {}, "nouns": {}, "adjectives": {}}
        self.lights: dict[str, list[Light]] = {}
        self.hedges: dict[str, Effect] = {}
        self.senses: dict[tuple[str, str], list[dict[str, Any]]] = {}
        self.light_nouns: list[tuple[str, str]] = []
        self.problems: list[str] = []
        self.word_sets: dict[str, frozenset[str]] = {}

    def build(self) -> Lexicon:
        """The whole lexicon: definitions first, then senses, then the words that use them."""
        files = {path.stem: self._read(path) for path in sorted(self.folder.glob("*.toml"))}
        for name in ("frames", "classes", "senses_verbs", "senses_nouns", "light", "hedges"):
            if name not in files:
                raise LexiconError(f"the lexicon folder {str(self.folder)!r} lacks {name}.toml; restore it")
        self._frames(files.pop("frames"))
        for name in [name for name in files if name.startswith("classes")]:
            self._classes(files.pop(name), f"{name}.toml")
        self._senses("verbs", files.pop("senses_verbs"))
        self._senses("nouns", files.pop("senses_nouns"))
        self._lights(files.pop("light"))
        self._hedges(files.pop("hedges"))
        for name, tables in files.items():
            self._words(name, tables)
        for table, word in self.senses:
            if word not in self.entries[table]:
                self._complain(f"senses_{table}.toml: {word!r} is in no type's file; define it there first")
        self._check_light_nouns()
        if self.problems:
            rest = f" (and {len(self.problems) - 1} more)" if len(self.problems) > 1 else ""
            raise LexiconError(self.problems[0] + rest)
        return Lexicon(
            verbs=MappingProxyType(self.entries["verbs"]),
            nouns=MappingProxyType(self.entries["nouns"]),
            adjectives=MappingProxyType(self.entries["adjectives"]),
            lights=MappingProxyType({word: tuple(lights) for word, lights in self.lights.items()}),
            carriers=frozenset(verb.split()[0] for verb in self.lights),
            phrasal=frozenset(re.split("[ +]", verb)[0] for verb in self.entries["verbs"] if not verb.isalpha()),
            hedges=MappingProxyType(self.hedges),
            classes=MappingProxyType(self.classes),
            unknown_verb=self._base("unknown/verb", "OTHER"),
            unknown_noun=replace(self._base("unknown/noun", ""), kind=Kind.STATE, eventive=Eventive.NEVER),
        )

    def _base(self, rule: str, event_type: str) -> Entry:
        none = self.effects["none"]
        return Entry(rule=rule, type=event_type, frame=self._frame("act", rule), effect=none, infinitive=none)

    def _complain(self, problem: str) -> None:
        """Notes what does not stop the reading, so that the author sees how much there is to mend."""
        self.problems.append(problem)

    def _read(self, path: Path) -> dict[str, Any]:
        try:
            return tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise LexiconError(f"{path.name}: not readable as TOML ({error}); correct it") from error

    # ------------------------------------------------------------ definitions

    def _frames(self, tables: dict[str, Any]) -> None:
        _only(tables, {"frames", "effects"}, "frames.toml")
        for name, slots in tables["frames"].items():
            where = f"frames.toml: frame {name!r}"
            _only(slots, {"subject", "object", "indirect", "lone", "owner", "of", "compound", "partners"}, where)
            partners = tuple(slots.pop("partners", "").split())
            for role in slots.values():
                _one_of(role, ROLES, where)
            self.frames[name] = Frame(name=name, partners=partners, **slots)
        for name, parts in tables["effects"].items():
            where = f"frames.toml: effect {name!r}"
            _only(parts, {"polarity", "certainty", "tense"}, where)
            for key, allowed in (("polarity", Polarity), ("certainty", Certainty), ("tense", Tense)):
                if key in parts:
                    _one_of(parts[key], set(allowed), where)
            self.effects[name] = Effect(
                name=name,
                polarity=Polarity(parts["polarity"]) if "polarity" in parts else None,
                certainty=Certainty(parts["certainty"]) if "certainty" in parts else None,
                tense=Tense(parts["tense"]) if "tense" in parts else None,
            )

    def _classes(self, tables: dict[str, Any], file: str) -> None:
        for name, words in tables.items():
            if name in self.classes:
                self._complain(f"{file}: class {name!r} is already defined; give it another name")
            self.classes[name] = frozenset(self._class_words(words, f"{file}: {name}")) | {f"@{name}"}

    def _class_words(self, words: str, where: str) -> Iterator[str]:
        """The words of a list, with `@name` replaced by a class defined above it."""
        for word in words.split():
            if not word.startswith("@"):
                yield word.replace("_", " ")
            elif word[1:] in self.classes:
                yield from self.classes[word[1:]]
            elif word in MARKS:
                yield word
            else:
                raise LexiconError(f"{where}: no class {word!r} is defined (yet); add it to classes.toml")

    def _word_set(self, words: str, where: str) -> frozenset[str]:
        """The same words give the same set: hundreds of senses share a few large classes."""
        if words not in self.word_sets:
            self.word_sets[words] = frozenset(self._class_words(words, where))
        return self.word_sets[words]

    def _senses(self, table: str, groups: dict[str, Any]) -> None:
        for words, rules in groups.items():
            for word in _words({"words": words}, f"senses_{table}.toml"):
                if (table, word) in self.senses:
                    self._complain(f"senses_{table}.toml: {word!r} has two lists of senses; join them")
                self.senses[table, word] = rules

    # ------------------------------------------------------------ words

    def _words(self, name: str, tables: dict[str, Any]) -> None:
        default = tables.pop("type", "OTHER")
        _one_of(default, EVENT_TYPES, f"{name}.toml")
        _only(tables, _TABLES, f"{name}.toml")
        for table, groups in tables.items():
            for number, group in enumerate(groups, 1):
                rule = f"{name}/{table}/{number}"
                _only(group, _READING | {"words", "senses"}, rule)
                entry = self._entry(group, rule, self._base(rule, default))
                shared = group.get("senses", [])
                for word in _words(group, rule):
                    if word in self.entries[table]:
                        other = self.entries[table][word].rule
                        self._complain(f"{rule}: {word!r} is already defined in {other}; keep one, or add a sense")
                    self.entries[table][word] = self._with_senses(
                        entry, f"{table}:{word}", self.senses.get((table, word), []) + shared
                    )

    def _with_senses(self, entry: Entry, where: str, rules: list[dict[str, Any]]) -> Entry:
        """The word's own senses come before those of its group."""
        if not rules:
            return entry
        senses = []
        for number, rule in enumerate(rules, 1):
            _only(rule, _READING | _CONDITION, f"{where}/{number}")
            if not _CONDITION & rule.keys():
                raise LexiconError(f"{where}/{number}: a sense without a condition always wins; add one")
            senses.append((self._condition(rule, f"{where}/{number}"), self._entry(rule, f"{where}/{number}", entry)))
        return replace(entry, senses=tuple(senses))

    def _entry(self, parts: dict[str, Any], rule: str, base: Entry) -> Entry:
        """The base with what the group or sense sets; an effect holds for infinitives unless they have their own."""
        changes: dict[str, Any] = {"rule": rule}
        if "kind" in parts:
            changes["kind"] = Kind(_one_of(parts["kind"], set(Kind), rule))
            changes["type"] = base.type if changes["kind"] is Kind.EVENT else ""
        if "type" in parts:
            changes["type"] = _one_of(parts["type"], EVENT_TYPES, rule)
            changes.setdefault("kind", Kind.EVENT)
        if "frame" in parts:
            changes["frame"] = self._frame(parts["frame"], rule)
        if "preps" in parts:
            changes["preps"] = MappingProxyType(_preps(parts["preps"], rule))
        if "effect" in parts:
            changes["effect"] = changes["infinitive"] = self._effect(parts["effect"], rule)
        if "infinitive" in parts:
            changes["infinitive"] = self._effect(parts["infinitive"], rule)
        if "eventive" in parts:
            changes["eventive"] = Eventive(_one_of(parts["eventive"], set(Eventive), rule))
        if "head" in parts:
            changes["head"] = _one_of(parts["head"], ROLES, rule)
        for key in ("speech", "control", "verb"):
            if key in parts:
                changes[key] = parts[key]
        return replace(base, **changes)

    def _condition(self, parts: dict[str, Any], where: str) -> Condition:
        sets = {key: self._word_set(parts[key], where) for key in _SETS if key in parts}
        pairs = []
        for pair in parts.get("oblique", "").split():
            prep, _, words = pair.partition(":")
            pairs.append((prep.replace("_", " "), self._word_set(words.replace("|", " "), where)))
        return Condition(oblique=tuple(pairs), bare=parts.get("bare"), passive=parts.get("passive"), **sets)

    def _lights(self, tables: dict[str, Any]) -> None:
        _only(tables, {"light"}, "light.toml")
        for number, group in enumerate(tables["light"], 1):
            rule = f"light/{number}"
            _only(group, {"verbs", "nouns", "slot", "subject", "object", "indirect", "type", "effect", "preps"}, rule)
            if group.get("type"):
                _one_of(group["type"], EVENT_TYPES, rule)
            for key in ("subject", "object", "indirect"):
                _one_of(group.get(key, "none"), ROLES, rule)
            wanted = group.get("nouns", "")
            if not wanted:
                raise LexiconError(f'{rule}: no nouns are given; name them, or write "*" for every event noun')
            self.light_nouns += [(rule, word.replace("_", " ")) for word in wanted.split() if word[0] not in "@*"]
            light = Light(
                rule=rule,
                nouns=None if wanted == "*" else frozenset(self._class_words(wanted, rule)),
                effect=self._effect(group.get("effect", "none"), rule),
                preps=MappingProxyType(_preps(group["preps"], rule)) if "preps" in group else MappingProxyType({}),
                **{key: group[key] for key in ("slot", "subject", "object", "indirect", "type") if key in group},
            )
            for verb in _words({"words": group.get("verbs", "")}, rule):
                self.lights.setdefault(verb, []).append(light)

    def _check_light_nouns(self) -> None:
        """A light verb is silent, so a noun that it names must be able to be the event."""
        nouns = self.entries["nouns"]
        for rule, noun in self.light_nouns:
            if noun not in nouns or nouns[noun].eventive is Eventive.NEVER:
                self._complain(f"{rule}: {noun!r} is no event noun; define it, or make an idiom of the verb")

    def _hedges(self, tables: dict[str, Any]) -> None:
        for effect, words in tables.items():
            for word in words.split():
                key = word.replace("_", " ")
                if key in self.hedges:
                    self._complain(f"hedges.toml: {key!r} is given twice; keep one")
                self.hedges[key] = self._effect(effect, "hedges.toml")

    def _frame(self, name: str, where: str) -> Frame:
        return self.frames[_one_of(name, self.frames.keys(), where)]

    def _effect(self, name: str, where: str) -> Effect:
        return self.effects[_one_of(name, self.effects.keys(), where)]


def _words(group: Mapping[str, Any], where: str) -> Iterator[str]:
    words = group.get("words", "").split()
    if not words:
        raise LexiconError(f"{where}: the group lists no words; fill or delete it")
    for word in words:
        yield word.replace("_", " ")


def _preps(text: str, where: str) -> dict[str, str]:
    """`patient: at on; recipient: to` as preposition → role."""
    roles: dict[str, str] = {}
    for part in text.split(";"):
        role, _, words = part.partition(":")
        _one_of(role.strip(), ROLES, where)
        for word in words.split():
            roles[word.replace("_", " ")] = role.strip()
    return roles


def _only(found: Mapping[str, Any], allowed: set[str], where: str) -> None:
    unknown = sorted(found.keys() - allowed)
    if unknown:
        raise LexiconError(f"{where}: unknown key {unknown[0]!r}; it must be one of {', '.join(sorted(allowed))}")


def _one_of(word: str, allowed: Collection[str], where: str) -> str:
    if word not in allowed:
        raise LexiconError(f"{where}: {word!r} is none of {', '.join(sorted(allowed))}; correct it")
    return word
