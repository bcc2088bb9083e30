"""According to whom: the speakers of an event, nearest first.

Three ways to be said by someone: to be the complement of a reporting verb or noun ("officials said that …", "claims
by X that …", "…," wrote Shabani), to stand in a clause with "according to", and to stand inside a quotation whose
speaker the sentence or the quotation before names. Scare quotes of a few words attribute nothing. In an event's rule:
`source:said`, `beside`, `quote`, `continued` (the quotation before), with `-paper` where a document's author is meant.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.extract.events.arguments import of_each
from kg.extract.events.predicates import PredicateFinder
from kg.extract.sources.asides import (
    UNABLE_TO_SPEAK,
    believes,
    is_aside,
    is_background,
    is_denied_beside,
    is_description,
    is_inserted,
    is_of_first,
    refuses,
    source_of,
)
from kg.extract.sources.authors import AuthorFinder
from kg.extract.sources.frames import FrameFinder
from kg.extract.sources.known import is_given, is_topic
from kg.extract.sources.turns import turn_speakers
from kg.extract.text import tree
from kg.extract.text.denials import is_asked, is_unsaid
from kg.extract.text.event_types import TOLD
from kg.extract.text.lexicon import Kind
from kg.extract.text.name_labels import ACTORS
from kg.extract.text.tokens import Doc, Token
from kg.model import Role, Tense

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.extract.events.arguments import Predicate
    from kg.extract.text.lexicon import Entry

MIN_QUOTE_TOKENS = 4
MAX_CLIMB = 12
STEM = 4
"""Letters by which a noun is known to be of one stem with a word before it: "killed", "the killing"."""
MAX_RUN = 40
"""Tokens beside a quotation that may hold its speaker."""
SIDES = frozenset(["STATEMENT", "ACCUSE", "REJECT", "SUPPORT", "REQUEST", "THREATEN", "AGREE"])
"""Types of acts that are done by speaking, so that a quotation beside them is likely to be their words."""
PLEDGES = frozenset(["REQUEST", "AGREE", "THREATEN", "REJECT"])
"""Types whose content is what someone asks, promises, threatens or refuses: it is so by their word."""
COMPLEMENTS = frozenset(["ccomp", "xcomp", "parataxis", "obj", "csubj", "nsubj"])


@dataclass(slots=True)
class SpeakerFinder:
    """Finds the speakers in one Doc; `quote_speaker` maps a quoted token to the token that heads its speaker."""

    doc: Doc
    finder: PredicateFinder
    quoted: set[int]
    quote_speaker: dict[int, Token] = field(default_factory=dict)
    _continued: set[int] = field(default_factory=set)
    _frames: dict[int, list[Token]] = field(default_factory=dict)
    _told: set[tuple[str, str]] = field(default_factory=set)
    _named_beside: dict[int, list[Token]] = field(default_factory=dict)
    _papers: AuthorFinder = field(init=False)
    _framers: FrameFinder = field(init=False)

    def __post_init__(self) -> None:
        self._papers = AuthorFinder(self.doc, self.finder, self._speaker_of)
        self._framers = FrameFinder(self._speaks, self.finder.acts, self.quoted)
        previous: Token | None = None
        last_end = -1
        turns = turn_speakers(self.doc)
        for start, end in tree.quotations(self.doc):
            if end - start < MIN_QUOTE_TOKENS and start not in turns:
                continue
            speaker = turns.get(start) or self._speaker_beside(start, end) or self._speaker_before(start)
            near = last_end >= 0 and _paragraphs_between(self.doc, last_end, start) <= 1
            if speaker is None and near and previous is not None:
                speaker = previous
                self._continued.update(range(start, end))
            if speaker is not None:
                for index in range(start, end):
                    self.quote_speaker[index] = speaker
            previous, last_end = speaker, end
        for sent in self.doc.sents:
            for speakers, told in self._framers.frames(sent, self.quote_speaker):
                for item in told:
                    self._frames.setdefault(item.i, []).extend(speakers)

    def speakers(self, predicate: Predicate) -> list[tuple[Token, str]]:
        """Heads of the phrases that name who says that this event happened, each with the rule that found it.

        To be asked in the order of the text: what the writer told before, and a speaker only takes up ("she warned that
        *the strike* was risky", "condemned the *slain* general"), is nobody's word.
        """
        event = (predicate.type, predicate.token.lemma_.lower()[:STEM])
        if event in self._told and is_given(predicate.token):
            return []
        known = predicate.is_prenominal and predicate.token.i not in self.quoted
        found = [] if known else self._say(predicate)
        if not found:
            self._told.add(event)
        return found

    def _say(self, predicate: Predicate) -> list[tuple[Token, str]]:
        found: list[tuple[Token, str]] = []
        token = predicate.token
        if predicate.carrier is not None and tree.is_below(token, predicate.carrier):
            token = predicate.carrier
        own = {argument.token.i for argument in predicate.arguments if predicate.entry.speech}
        described = False  # whether the way up leads through a clause that only says which thing is meant
        below: Token | None = None
        for _ in range(MAX_CLIMB):
            for item in self._beside(token):
                if below is None or not is_of_first(item, token, below):
                    _append(found, item, "beside")
            head = tree.governor(token)
            if head.i == token.i or is_background(token) or token.dep_ == "nsubj:outer" or is_denied_beside(token):
                break
            asked_for = described and token.base == "obj"  # "proposed *a bill* that would allow": not by their word
            if token.i == predicate.token.i and is_topic(token, head, accuses=self._accuses(head.head)):
                break  # "an investigation into *the shooting*": of that all know
            denied = token.pos_ == "NOUN" and head.is_a("denying") and self._is_telling(token)
            if denied and below is not None:
                found.clear()  # "Kyiv's *claim* that … was denied by Moscow": that it is not so is Moscow's word
            if denied and below is None:
                pass  # the claim itself was made
            elif self._is_said(token, head) and not asked_for and (below is None or not refuses(self._entry(head))):
                for item in self._sayers(head):
                    _append(found, item, "said")
            for noun in self._listed_by(token, head):
                for item in self._sayers(noun):
                    _append(found, item, "said")
            below = token
            described = token.dep_ == "acl:relcl" or (described and token.base not in {"ccomp", "parataxis"})
            token = head
        for item in self._frames.get(predicate.token.i, ()):
            _append(found, item, "frame")
        if predicate.token.i in self.quote_speaker:
            rule = "continued" if predicate.token.i in self._continued else "quote"
            _append(found, self.quote_speaker[predicate.token.i], rule)
        if predicate.entry.type in SIDES and any(item.lower_ in {"i", "we"} for item in predicate.fillers(Role.AGENT)):
            own |= {
                item.i for item, _ in found if item.i == getattr(self.quote_speaker.get(predicate.token.i), "i", -1)
            }
        kept = [
            (item, rule)
            for item, rule in found
            # in "X: police killed two" what is said hangs from its speaker
            if item.i not in own and (rule == "frame" or not tree.is_below(predicate.token, item))
        ]
        return [
            (author, rule if author.i == item.i else f"{rule}-paper")
            for item, rule in kept
            for author in self._papers.authors(item)
        ]

    def give_voice(self, predicates: Iterable[Predicate]) -> None:
        """Makes those speak who speak through a paper: "the *Turkish* statement called for a safe zone"."""
        for predicate in predicates:
            if predicate.type in SIDES:
                predicate.arguments[:] = [
                    item._replace(token=author)
                    for item in predicate.arguments
                    for author in (self._papers.authors(item.token) if item.role is Role.AGENT else [item.token])
                ]

    # ------------------------------------------------------------ grammar

    def _beside(self, clause: Token) -> list[Token]:
        """Speakers named beside a clause: "according to X", and a reporting verb put after or into it."""
        if clause.i not in self._named_beside:  # many events hang from one clause
            self._named_beside[clause.i] = self._find_beside(clause)
        return self._named_beside[clause.i]

    def _find_beside(self, clause: Token) -> list[Token]:
        found: list[Token] = []
        if clause.base in {"csubj", "ccomp", "acl"} and "cop" in clause.head.family and tree.is_finite(clause):
            found += self._holders(clause.head)  # "it is *the ministry's* view that …"
        for item in clause.children:
            if item.dep_ == "nsubj:outer":
                found += self._holders(item)  # "*the ministry's* claim is that …"
            if source_of(item) is not None:
                found += [] if item.i in self._framers.framing else self._framers.sources(item)
            elif item.pos_ == "VERB" and is_aside(item) and self._speaks(item):
                found += [sayer for sayer in self._sayers(item) if sayer.lower_ not in UNABLE_TO_SPEAK]
            for inner in tree.children(item, "acl:relcl", "acl", "parataxis"):
                if is_inserted(inner) and self._speaks(inner):
                    found += tree.children(inner, "nsubj")
        return found

    def _is_said(self, token: Token, head: Token) -> bool:
        """Whether the word hangs from a reporting verb or noun as what is said."""
        label = token.base
        if head.pos_ in {"VERB", "AUX"}:
            if label == "nsubj" and token.dep_ != "nsubj:pass":
                return False
            if label == "parataxis" and is_description(token):
                return False
            if label == "parataxis" and (self._speaks(token) or self._is_beside(token, head)):
                return False  # two clauses side by side: neither is said by the other's speaker
            if label == "obl":  # "spoke *of* a parade", but "spoke *at* a parade"
                prep = tree.preposition(token)
                if self._entry(head).type == "ACCUSE" and self._is_presupposed(token, head):
                    return False  # "blamed Iran for *the attack*"
                return (
                    prep not in {"at", "in"} and self._entry(head).preps.get(prep) == "content" and self._speaks(head)
                )
            if label in {"obj", "iobj"} and head.is_a("telling") and self._person(token):
                return False  # "told *those gathered* that …": to whom it is said
            if label == "obj" and (self._is_presupposed(token, head) or self._is_refused(token, head)):
                return False
            # "accused Congo *of shelling* a village"
            charge = label == "advcl" and any(item.lower_ == "of" for item in tree.children(token, "mark"))
            if is_asked(token, head) or (is_unsaid(head) and not head.is_a("believing")):
                return False  # "would *not say* whether it was hit", "asked *who* was hit"
            if label in {"advcl", "xcomp"} and self._by_own_word(token, head):
                return True
            if label in {"ccomp", "xcomp"} and believes(head, token):
                return True
            # "was reported by the BBC *to have fled*": no aim is told in the perfect
            perfect = label == "advcl" and tree.has_to(token) and any(item.lower_ == "have" for item in token.children)
            return (label in COMPLEMENTS or charge or perfect or head.i != token.head.i) and self._speaks(head)
        if head.pos_ == "ADJ" and token.base == "ccomp":
            return head.is_a("sure_of")
        if head.pos_ == "NOUN" and token.dep_ != "acl:relcl":
            noun = self.finder.lexicon.noun(head.lemma_.lower())
            if label == "nmod":  # "protesters' demands *for an investigation*"
                asks = noun.effect.tense is Tense.FUTURE and (noun.speech or noun.type in PLEDGES)
                return asks and tree.preposition(token) in {"for", "of"}
            tells = (
                label == "ccomp" or tree.is_finite(token) or tree.has_to(token) or bool(tree.children(token, "mark"))
            )
            return label in {"acl", "ccomp"} and noun.speech and tells
        return False

    def _by_own_word(self, gerund: Token, verb: Token) -> bool:
        """As in "admitted *killing* him", "boasted of *killing* him"; "blamed rebels for *killing* him" accuses."""
        having = any(item.lower_ == "having" for item in tree.children(gerund, "aux"))
        if gerund.tag_ != "VBG" and not having:
            return False
        if verb.is_a("own_word"):
            return True
        blames = self._entry(verb).type == "ACCUSE" and self.finder.finder.is_content(gerund)
        return blames and any(item.lower_ == "for" for item in tree.children(gerund, "mark"))

    def _is_beside(self, clause: Token, saying: Token) -> bool:
        """Whether a clause behind a saying is another one of the writer's: "he *sang*, she *gave* a speech"."""
        first, marks = clause.left_edge, [item.lower_ for item in tree.children(clause, "mark")]
        pledge = not self._entry(saying).speech  # what is said may go on behind a semicolon, what is asked ends there
        before = first.text if first.text == ";" and pledge else self.doc[max(first.i - 1, 0)].text
        return clause.i > saying.i and clause.i not in self.quoted and before in {",", ";"} and "that" not in marks

    def _listed_by(self, token: Token, head: Token) -> list[Token]:
        """The demands that a list spells out: "the *demands* of the miners have grown to an inquiry and a pardon"."""
        if head.pos_ != "VERB" or not head.is_a("listing") or token.base not in {"obj", "obl"}:
            return []
        nouns = [self.finder.lexicon.noun(item.lemma_.lower()) for item in self.finder.finder.slots(head).subject]
        asked = any(noun.type in PLEDGES and noun.effect.tense is Tense.FUTURE for noun in nouns)
        return list(self.finder.finder.slots(head).subject) if asked else []

    def _accuses(self, verb: Token) -> bool:
        return verb.pos_ == "VERB" and self._entry(verb).type == "ACCUSE"

    def _is_refused(self, noun: Token, verb: Token) -> bool:
        """Of "rejected *demands*" who rejects them is not who made them."""
        return self._entry(verb).type == "REJECT" and self._is_telling(noun)

    def _is_telling(self, noun: Token) -> bool:
        return self.finder.lexicon.noun(noun.lemma_.lower(), self.finder.noun_usage(noun)).type in TOLD

    def _is_presupposed(self, noun: Token, verb: Token) -> bool:
        """Of "condemned *the attack*" all know; only what is asked or promised is so by their word."""
        known = tree.is_definite(noun) and not verb.is_a("denying")
        return known and self._entry(verb).type not in PLEDGES

    def _speaker_of(self, verb: Token) -> Sequence[Token]:
        """Who speaks in a clause of the writer's own, [] when its verb is no saying."""
        return self._sayers(verb) if verb.i not in self.quoted and self._speaks(verb) else []

    def _speaks(self, verb: Token) -> bool:
        entry = self._entry(verb)
        pledges = entry.type in PLEDGES and entry.infinitive.tense is Tense.FUTURE
        return (entry.speech or pledges) and entry.kind is Kind.EVENT

    def _entry(self, verb: Token) -> Entry:
        return self.finder.entry(verb)

    def _sayers(self, word: Token) -> Sequence[Token]:
        if word.pos_ == "ADJ" or (word.is_a("sure_of") and tree.children(word, "nsubj:pass")):
            return [one for item in tree.children(word, "nsubj", "nsubj:pass") for one in tree.conjuncts(item)]
        if word.pos_ in {"VERB", "AUX"}:
            sayers = [item for noun in self.finder.finder.slots(word).subject for item in tree.conjuncts(noun)]
            return [one for item in sayers for one in (item, *_members(item))]
        owners = tree.children(word, "nmod:poss")
        by = [item for item in tree.children(word, "nmod") if tree.preposition(item) in {"among", "by", "from", "of"}]
        before = [item for item in tree.children(word, "compound", "amod") if item.ent_type_ in ACTORS]
        return owners or by[:1] or before or [item for item in tree.children(word, "compound") if self._person(item)]

    def _holders(self, noun: Token) -> Sequence[Token]:
        return self._sayers(noun) if noun.pos_ == "NOUN" and noun.is_a("position_noun") else []

    # ------------------------------------------------------------ quotations

    def _speaker_beside(self, start: int, end: int) -> Token | None:
        """The speaker named in a sentence that holds an end of the quotation, in words outside it.

        What follows the quotation ("…," he said) is nearer to it than what precedes it; words that a sentence border or
        another quotation parts from it are not looked at.
        """
        # “… the region.” The envoy said, “…”: behind a full stop the next sentence begins
        ended = "." in {self.doc[end - 1].text, self.doc[end - 2].text}  # “… as a commoner[.]”
        behind: list[Token] = [] if ended else self._run(end, 1)
        words = [token for token in behind if not token.is_punct and not token.is_space]
        if words and words[0].tag_ == "VBG" and words[0].lower_ != "according":
            behind = []  # “…,” *referring* to the caves: goes on from what stands before
        for token in (*behind, *reversed(self._run(start - 1, -1))):
            if token.pos_ == "VERB" and self._speaks(token):
                sayers = [item for item in self._sayers(token) if item.i not in self.quoted]
                if sayers:
                    return sayers[0]
            if (source := source_of(token)) is not None:
                return source
        return self._introducer(start)

    def _run(self, index: int, step: int) -> list[Token]:
        """Unquoted tokens from an end of the quotation outwards, up to the sentence's end, in text order."""
        found: list[Token] = []
        while 0 <= index < len(self.doc) and index not in self.quoted and len(found) < MAX_RUN:
            token = self.doc[index]
            if (token.is_space and "\n" in token.text) or (token.text in {".", ";"} and found):
                break
            if step < 0 and token.text in {".", "!", "?"}:
                break
            found.append(token)
            index += step
        return sorted(found, key=lambda token: token.i)

    def _introducer(self, start: int) -> Token | None:
        """Who does something with the words that a comma or colon leads to: "Trump *defended his decision*, “…”"."""
        before = self.doc[max(start - 3, 0) : max(start - 1, 0)]
        if not any(token.text in {",", ":"} for token in before):
            return None
        words = self._run(start - 2, -1)
        speaker = self._main_subject(words)
        if speaker is None and any(token.text == ":" for token in before):  # "He *replied by letter*: “…”"
            verbs = [token for token in words if token.pos_ == "VERB" and token.base in {"root", "ROOT"}]
            subjects = [item for verb in verbs for item in self.finder.finder.slots(verb).subject]
            return next((item for item in subjects if self._can_speak(item)), None)
        return speaker

    def _speaker_before(self, start: int) -> Token | None:
        """The subject of the sentence before, in one paragraph, whose verb is a way of speaking or of taking sides."""
        index = start - 2
        while index >= 0 and (self.doc[index].is_space or self.doc[index].is_punct):
            if "\n" in self.doc[index].text or index in self.quoted:
                return None
            index -= 1
        if index < 0 or index in self.quoted:
            return None
        return self._main_subject(list(self.doc[index].sent))

    def _main_subject(self, tokens: list[Token]) -> Token | None:
        """The subject of the first verb among the tokens that speaks or takes sides, if it can speak."""
        for token in tokens:
            if token.pos_ != "VERB" or token.i in self.quoted:
                continue
            slots, entry = self.finder.finder.slots(token), self._entry(token)
            if entry.kind is Kind.EVENT and (entry.speech or entry.type in SIDES):
                subject = [item for item in slots.subject if self._can_speak(item)]
                return subject[0] if subject else None
        return None

    def _can_speak(self, token: Token) -> bool:
        return token.ent_type_ in {"PERSON", "ORG"} or self._person(token)

    def _person(self, token: Token) -> bool:
        return token.pos_ in {"NOUN", "PRON"} and self.finder.acts(token)


def _members(sayer: Token) -> list[Token]:
    """Those named with a group: "German firms *including Daimler and Siemens*"."""
    named = [item for item in tree.children(sayer, "nmod") if tree.preposition(item) in {"including", "such as"}]
    return [one for item in named for one in tree.conjuncts(item) if one.ent_type_ and not sayer.ent_type_]


def _append(found: list[tuple[Token, str]], token: Token, rule: str) -> None:
    if not tree.is_nobody(token) and token.lower_ != "few" and token.tag_ != "WDT":
        found += [(item, rule) for item in (token, *of_each(token)) if all(item.i != one.i for one, _ in found)]


def _paragraphs_between(doc: Doc, left: int, right: int) -> int:
    return sum("\n" in token.text for token in doc[max(left, 0) : right] if token.is_space)
