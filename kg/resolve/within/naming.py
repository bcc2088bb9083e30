"""Before anything is joined: what each name of an article names, by all of its mentions together.

The name model decides each mention alone, and errs: here its labels are votes. Titles, a said gender, what stands
beside the name and the build of the name itself vote too, so that one wrong label makes no second actor.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.authority.names import fold, is_acronym, sound_key
from kg.authority.titles import is_title
from kg.authority.triggers import meanings
from kg.model import Form, Role
from kg.resolve.within.place_signs import is_told_as_place, settlements_of
from kg.resolve.words.bodies import is_company
from kg.resolve.words.kin import is_kin_before
from kg.resolve.words.nouns import noun_of
from kg.resolve.words.teams import is_body_of_place
from kg.resolve.words.titles import clean_title, has_first_name, is_no_name, peel
from kg.resolve.words.variants import surnames_among, words_of

if TYPE_CHECKING:
    from kg.authority import Authority, Country
    from kg.resolve.within.entity import Page

NOTHING = "-"
"""The label of what names nobody and no place."""
_PLACES = frozenset({"GPE", "LOC", "FAC"})
_WORD_BEFORE = re.compile(r"\b([A-Z]\w+)[ -]$")
_WORD_BEHIND = re.compile(r" ([A-Z][\w’'-]*[a-z])")
_STATE_BEFORE = re.compile(r"\b((?:[A-Z][\w.]+ )*[A-Z][\w.]+)(?:['’]s?)? ((?:[a-z-]+ ){0,4}[a-z-]+),? $")
_OFFICE_BEFORE = re.compile(r"\b(\w+ )?(\w+) of (?:the )?$")
# "Marco 'The Fox' Bellini" is Marco Bellini.
_NICKNAME = re.compile(r"(\w) [\"'“‘][^\"'“”‘’]+[\"'”’] (\w)")
# Titles of parts of a state, which may be called as another state is.
_OF_PARTS = frozenset({
    "governor", "gov", "senator", "sen", "representative", "rep", "mayor", "congressman", "congresswoman", "state",
    "attorney", "lieutenant", "councilman", "councilwoman", "sheriff",
})  # fmt: skip
_NOUN_BEFORE = re.compile(r"\b([a-z]+) $")
_BETWEEN = frozenset({"and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"})
_LETTERS = re.compile(r"(?:[A-Z]\.?){2,3}")
# Storms have names like people.
_STORM = re.compile(r"\b(?:hurricane|storm|cyclone|typhoon|depression)\b", re.IGNORECASE)
_IN_BEFORE = re.compile(r"\b(?:in|at|near|outside|inside|across|around|throughout)\s+$", re.IGNORECASE)
# Words that end names of organisations and seldom surnames.
_ORGANIZATIONS = frozenset({
    "ministry", "department", "university", "college", "airlines", "airways", "committee", "commission", "council",
    "agency", "corporation", "company", "institute", "association", "union", "movement", "army", "parliament", "party",
    "tv", "television", "radio", "news", "media", "mosque", "organisation", "organization", "foundation",
    "authority", "academy", "federation", "bureau", "hospital", "command",
})  # fmt: skip
# Family names that come first in Chinese, Korean and Vietnamese names.
_FAMILY_FIRST = frozenset({
    "kim", "lee", "park", "choi", "choe", "jung", "jeong", "kang", "cho", "yoon", "jang", "lim", "han", "shin", "seo",
    "kwon", "hwang", "ahn", "song", "ryu", "hong", "moon", "ri", "pak", "xi", "li", "wang", "zhang", "liu", "chen",
    "yang", "zhao", "huang", "zhou", "wu", "xu", "sun", "hu", "zhu", "gao", "lin", "he", "guo", "ma", "luo", "deng",
    "mao", "bo", "wen", "jiang", "hyon", "ban", "roh", "chun", "nguyen", "tran", "pham", "ho", "hyun", "tsai", "chiang",
})  # fmt: skip
_ARABIC = re.compile(r"\b(?:al|el|ul)[- ]\w|\b(?:bin|ibn|abu|abd|abdul)\b", re.IGNORECASE)
# What happens to people alone, whose names may look like places.
_OF_PERSONS = frozenset({"CASUALTY", "COERCE", "JUDICIAL", "ASSAULT", "CRIME"})
_PERSONAL = frozenset({"die", "arrest", "convict", "sentence", "slay", "abduct"})
# Words of names of companies that no legal form tells.
_COMPANY_WORDS = frozenset({
    "air", "capital", "digital", "energy", "express", "global", "health", "labs", "media", "metals", "mobile", "oil",
    "online", "petroleum", "power", "rail", "resources", "shipping", "software", "solar", "steel", "systems", "telecom",
})  # fmt: skip
# Words of a person's name, at most.
_MOST_NAMES = 3
# How much each sign weighs against one mention's label.
_TITLE, _BESIDE, _FIRST_NAME, _BUILD = 3.0, 3.0, 1.2, 2.0


def read_names(page: Page, authority: Authority) -> None:
    """Fills `page.longer` (names as they should read), `page.peeled` (titles cut off them) and `page.labels`."""
    _Reader(page, authority).run()


class _Reader:
    def __init__(self, page: Page, authority: Authority) -> None:
        self.page = page
        self.authority = authority
        self.names = [index for index in page.order if page.mentions[index].form is Form.NAME]
        # of persons named in full: "Captain Rochester" is no organisation where there is a Monica Rochester
        self.surnames = [
            words[-1:]
            for index in self.names
            if page.mentions[index].label == "PERSON" and len(words := fold(page.head(index)).split()) > 1
        ]

    def run(self) -> None:
        for index in self.names:
            self._lengthen(index)
            self._peel(index)
            self._describe(index)
            self._give_state(index)
            self._call(index)
        self._take_surnames()
        self.page.settlements = settlements_of(self.page)
        votes = self._votes()
        full = {
            self.page.head(index)
            for index in self.names
            if len(words_of(self.page.head(index))) > 1 and _winner(votes[self._key(index)]) == "PERSON"
        }
        called = surnames_among({self.page.head(index) for index in self.names}, full)
        for index in self.names:
            label = self._label(index, _winner(votes[self._key(index)]), full, called)
            if label != self.page.mentions[index].label:
                self.page.labels[index] = label

    def _key(self, index: int) -> str:
        """Spellings of one name vote together."""
        name = self.page.head(index)
        return sound_key(name) if len(name.split()) > 1 else fold(name)

    # -------------------------------------------------------------- the name itself

    def _lengthen(self, index: int) -> None:
        """Where the word before makes another country's name of it ("North" Korea, "South" Sudan), takes it in."""
        head = self.page.mentions[index].head
        before = _WORD_BEFORE.search(self.page.text[max(0, head.start - 20) : head.start])
        if before and before[1] != "The":  # "*The* Kenyan ministry"
            longer = f"{before[1]} {head.of(self.page.text)}"
            named = self.authority.is_country(longer) or self.authority.demonym(longer)
            if named or self.authority.region_demonym(longer):  # "*South* American" is of no state
                self.page.longer[index] = longer

    def _peel(self, index: int) -> None:
        mention, name = self.page.mentions[index], self.page.head(index)
        if mention.label in _PLACES or mention.label == "NORP" or self.authority.is_organization(name):
            return
        if mention.label == "PERSON" and _NICKNAME.search(name):
            name = self.page.longer[index] = _NICKNAME.sub(r"\1 \2", name)
        sure = mention.label != "PERSON" and fold(name).split()[-1:] not in self.surnames
        title, bare = self._office(index) or peel(name, sure=sure)
        if title:
            self.page.longer[index] = bare
            self.page.peeled[index] = title

    def _describe(self, index: int) -> None:
        """Takes office and state before a name for its title: "Lebanon's health minister, Hamad Hassan"."""
        mention = self.page.mentions[index]
        if mention.label in _PLACES or mention.label == "NORP" or self.page.title(index):
            return
        start = mention.head.start
        ahead = self.page.text[max(0, start - 80) : start]
        noun = noun_of(ahead.rstrip(", ").rpartition(" ")[2], plural=False)
        if noun is None or noun.sort != "person":
            return  # as before most names
        if not (before := _STATE_BEFORE.search(ahead)):
            return
        words = before[1].split()
        for at in range(len(words)):
            name = " ".join(words[at:])
            state = self.authority.country_of(name) or self.authority.demonym(name)
            if state is not None:
                self.page.peeled[index] = before[2]
                self.page.described[index] = state.iso
                return

    def _call(self, index: int) -> None:
        """Takes the noun before a full name for its title: "former police *officer* Mark Dolan"."""
        mention = self.page.mentions[index]
        if mention.label != "PERSON" or self.page.title(index) or " " not in self.page.head(index):
            return
        word = _NOUN_BEFORE.search(self.page.text[max(0, mention.head.start - 30) : mention.head.start])
        noun = noun_of(word[1], plural=False) if word else None
        if word and noun is not None and noun.sort == "person":
            self.page.peeled[index] = word[1]

    def _give_state(self, index: int) -> None:
        """Reads whose somebody is before a name, titles between: "*Chinese* President Li", "*Peru's* Dina Solis"."""
        mention = self.page.mentions[index]
        if mention.label not in ("PERSON", "ORG", "GPE") or index in self.page.described:
            return
        start = mention.head.start
        words = self.page.text[max(0, start - 60) : start].split()
        if mention.label != "PERSON":
            trade = noun_of(words[-1], plural=False) if words else None
            if trade is None or not (trade.sort == "organization" or words[-1] == "rival"):
                return
            while words and words[-1].replace("-", "").islower():  # "Italian chocolate maker"
                if words.pop() in _BETWEEN:
                    return
        while words and is_title((fold(words[-1]), "minister")):
            if fold(words.pop()) in _OF_PARTS:
                return  # "Georgia Governor Ann Lund" is of the state in America
        for size in (3, 2, 1):
            state = self._whose(" ".join(words[-size:]))
            if state is not None:
                self.page.described[index] = state.iso
                return

    def _whose(self, words: str) -> Country | None:
        """The state that "Chinese", "Peru's" or "US" before a name says it to be of."""
        if words.endswith(("'s", "’s", "s'", "s’")):
            return self.authority.country_of(re.sub(r"['’]s?$", "", words))
        return self.authority.country_of(words) if _LETTERS.fullmatch(words) else self.authority.demonym(words)

    def _office(self, index: int) -> tuple[str, str] | None:
        """Cuts "Scotland" off "First Minister of | Scotland Nicola Sturgeon", "State" off "State Rex Tillerson"."""
        name, start = self.page.head(index), self.page.mentions[index].head.start
        words = name.split()
        before = _OFFICE_BEFORE.search(self.page.text[max(0, start - 40) : start]) if len(words) > 2 else None
        if not before or not clean_title(before[2]):
            return None
        for at in range(1, len(words) - 1):
            if has_first_name(" ".join(words[at:])):
                return " ".join(
                    [*(word for word in (before[1] or "", before[2], "of") if word), *words[:at]]
                ), " ".join(words[at:])
        return None

    def _take_surnames(self) -> None:
        """Takes in the surname that the name model left out: "Theresa" May, where the article speaks of a Mrs. May."""
        surnames = {
            fold(self.page.head(index))
            for index in self.names
            if self.page.title(index) and len(words_of(self.page.head(index))) == 1
        }
        starts = {self.page.mentions[index].head.start for index in self.names}
        for index in self.names:
            mention = self.page.mentions[index]
            behind = _WORD_BEHIND.match(self.page.text[mention.head.end : mention.head.end + 30])
            if (
                behind
                and mention.label == "PERSON"
                and fold(behind[1]) in surnames
                and mention.head.end + 1 not in starts
                and fold(behind[1]) not in fold(self.page.head(index)).split()
            ):
                self.page.longer[index] = f"{self.page.head(index)} {behind[1]}"

    # -------------------------------------------------------------- votes

    def _votes(self) -> dict[str, dict[str, float]]:
        votes: dict[str, dict[str, float]] = {}
        beside = self._beside()
        first: dict[str, int] = {}
        for index in self.names:
            mention, key = self.page.mentions[index], self._key(index)
            first.setdefault(key, index)
            counts = votes.setdefault(key, {})
            _count(counts, mention.label, 1.0)
            if self.page.title(index) or (mention.label == "ORG" and is_kin_before(self.page.text, mention.head.start)):
                _count(counts, "PERSON", _TITLE)
            if mention.gender in ("masc", "fem"):
                _count(counts, "PERSON", _BESIDE)
            for sort in beside.get(index, ()):
                _count(counts, sort, _BESIDE)
            if mention.label in _PLACES and self._suffers_as_person(index):
                _count(counts, "PERSON", _BESIDE)
        for key, index in first.items():
            self._weigh_build(index, votes[key])
        return votes

    def _suffers_as_person(self, index: int) -> bool:
        """Whether it dies or is arrested, which no place does: "Bettie Grove died"."""
        events = self.page.extraction.events
        return any(
            role is Role.PATIENT and events[number].type in _OF_PERSONS and meanings(events[number].lemma) & _PERSONAL
            for number, role in self.page.roles.get(index, ())
        )

    def _weigh_build(self, index: int, counts: dict[str, float]) -> None:
        """What the words of a name say of its bearer: a ministry is no person, Abu Mahdi al-Muhandis is one."""
        name = self.page.head(index)
        words = fold(name).split()
        if len(words) < 2 or self.authority.is_organization(name):
            return
        if words[-1] in _ORGANIZATIONS or is_company(name, self.authority):
            _count(counts, "ORG", _BUILD)
        elif counts.get("ORG") and not _has_noun(name):
            if has_first_name(name) and len(words) < 5:
                _count(counts, "PERSON", _FIRST_NAME)
            if _ARABIC.search(name) and len(words) > 2:
                _count(counts, "PERSON", _FIRST_NAME)
        elif (
            _PLACES.intersection(counts)
            and has_first_name(name)
            and len(words) < 5
            and not _has_noun(name)
            and not self.authority.places(name)
            and not is_told_as_place(self.page, index, self.authority)
        ):
            _count(counts, "PERSON", _FIRST_NAME)

    def _beside(self) -> dict[int, list[str]]:
        """For each name, the sorts of the single descriptions that stand in apposition to it."""
        found: dict[int, list[str]] = {}
        for index in self.page.order:
            other = self.page.apposition(index)
            if other is None:
                continue
            for name, noun in ((index, other), (other, index)):
                described = self.page.mentions[noun]
                if self.page.mentions[name].form is not Form.NAME or described.form is not Form.NOMINAL:
                    continue
                if self.page.is_plural(described):
                    continue
                reading = noun_of(described.lemma, plural=False)
                if reading and reading.sort in ("person", "organization"):
                    found.setdefault(name, []).append("PERSON" if reading.sort == "person" else "ORG")
        return found

    # -------------------------------------------------------------- decision

    def _label(self, index: int, winner: str, full: set[str], called: set[str]) -> str:
        mention, name = self.page.mentions[index], self.page.head(index)
        label = mention.label
        titled = bool(self.page.title(index))
        words = fold(name).split()
        single = len(words) == 1
        if single and not titled and name.endswith("s") and self._is_family(name, full):
            return "NORP"
        of_person = single and name in called
        if single and not of_person and not self.authority.is_country(name):
            of_person = words[0] in _FAMILY_FIRST and any(fold(person).split()[0] == words[0] for person in full)
        if _STORM.search(mention.title) or (label in ("PERSON", "ORG") and _STORM.search(name.split()[0])):
            return NOTHING
        if fold(name) in self.page.settlements:
            return "GPE"
        if titled or (of_person and not self.authority.is_country(name) and not self.authority.is_organization(name)):
            return "PERSON"
        if is_no_name(name) and not self.authority.is_place(name) and not self.authority.is_organization(name):
            return NOTHING
        if label in ("PERSON", "ORG", ""):
            if winner == "PERSON" and single and self._is_place_here(index):
                return "GPE"
            if winner == "PERSON" and label == "ORG" and self.authority.is_organization(name):
                return label  # "said a dispatcher, CNN"
            return winner if winner in ("PERSON", "ORG") else label
        if label in _PLACES and not self.authority.is_place(name):
            if single and any(fold(person).split()[0] == words[0] for person in full):
                return "PERSON"  # the first name of somebody who is named in full
            if winner == "PERSON":
                return "PERSON"
            if is_body_of_place(name) or self._is_acronym_of_body(index, name):
                return "ORG"
            if label == "GPE" and self._acts_as_none(index, name):
                return "ORG" if single or _has_company_word(name) else "PERSON"
        return label

    def _acts_as_none(self, index: int, name: str) -> bool:
        """Whether a name that no gazetteer has acts or speaks, and the article never speaks of it as of a place."""
        if self.authority.demonym(name) or self.authority.region_demonym(name) or len(name.split()) > _MOST_NAMES:
            return False
        alike = [other for other in self.names if self._key(other) == self._key(index)]
        acts = any(
            other in self.page.speakers or any(role is Role.AGENT for _, role in self.page.roles.get(other, ()))
            for other in alike
        )
        is_name = all(word[:1].isupper() and word.isalpha() for word in name.split()) and not name.isupper()
        return acts and is_name and not _has_noun(name) and not is_told_as_place(self.page, index, self.authority)

    def _is_acronym_of_body(self, index: int, name: str) -> bool:
        """Capital letters that no gazetteer knows, and that the article does not speak of as a place."""
        return len(name) > 2 and is_acronym(name) and not is_told_as_place(self.page, index, self.authority)

    def _is_place_here(self, index: int) -> bool:
        """A town taken for a person: said behind "in", never a subject, never with a title."""
        name = self.page.head(index)
        start = self.page.mentions[index].span.start
        if not _IN_BEFORE.search(self.page.text[max(0, start - 12) : start]):
            return False
        return any(place.by_name for place in self.authority.places(name)) and not self.authority.is_country(name)

    def _is_family(self, name: str, full: set[str]) -> bool:
        """Several of one surname: "the Skripals"."""
        return not self.authority.is_organization(name) and any(
            fold(name)[:-1] == fold(person).split()[-1] for person in full
        )


def _has_noun(name: str) -> bool:
    """Whether a word of the name says what sort of organisation it is: "Abu Sayyaf Group"."""
    for word in fold(name).split():
        noun = noun_of(word, plural=False)
        if noun is not None and noun.sort in ("organization", "group"):
            return True
    return False


def _has_company_word(name: str) -> bool:
    return not _COMPANY_WORDS.isdisjoint(fold(name).split())


def _count(counts: dict[str, float], label: str, weight: float) -> None:
    counts[label] = counts.get(label, 0.0) + weight


def _winner(counts: dict[str, float]) -> str:
    """The label with most weight; person before organisation at a tie, others by name."""
    order = {"PERSON": 0, "ORG": 1}
    return min(counts, key=lambda label: (-counts[label], order.get(label, 2), label))
