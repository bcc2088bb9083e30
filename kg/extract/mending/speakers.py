"""Who speaks behind what is told: the subject of a saying, read as a part of what is said.

In: a verb of saying. Out: what to change in the tree. English puts the speaker behind his words as often as before them
("…, killing five people, *police spokesman Tahir Ahmad said*"), and a parser hangs him from the nearest noun or verb:
as another name of it, as joined to it, or as its object.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

from kg.extract.mending.clauses import NOUNS, OF_SUBJECT, comma_before
from kg.extract.text import tree
from kg.extract.text.measures import is_time
from kg.extract.text.name_labels import ACTORS
from kg.extract.text.tokens import Token

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.extract.text.lexicon import Lexicon
    from kg.extract.text.tokens import Changes, Doc, Run

OF_PHRASE = frozenset(["det", "amod", "compound", "nmod", "nummod", "case", "cc", "conj", "flat", "appos"])
"""Labels that a word of a noun phrase keeps when it is hung from another noun of it."""
OF_NOUN_PHRASE = frozenset(
    ["NN", "NNS", "NNP", "NNPS", "DT", "JJ", "JJS", "CD", "IN", "POS", "PRP$", "HYPH", "CC", "VBN", "VBG"]
) | {"-LRB-", "-RRB-"}
"""Tags of the words of a noun phrase that has no clause in it."""
BEHIND_SAYING = OF_NOUN_PHRASE - {"VBN", "VBG", "POS"} | {"PRP", "POS", "TO"}
"""Tags of whom, where and when somebody told it."""


@dataclass(frozen=True, slots=True)
class _Tail:
    """The end of a sentence that says who told the rest: "…, *its chairman, Olav Lund, announced on Friday*".

    Attributes:
        start: index of the first word of the speaker's phrase.
        end: index behind its last word, before an apposition between commas.
        speaker: the head of the phrase.
        verb: the verb of saying.
    """

    start: int
    end: int
    speaker: Token
    verb: Token


def speaker_at_end(sent: Run, lexicon: Lexicon) -> Changes:
    """As in "Gunmen killed five men*, police spokesman Tahir Ahmad told reporters*": who speaks, behind his words.

    The words are those of a whole clause, then a comma, one phrase without a verb, perhaps a name or description
    between commas, and a saying with nothing behind it that is said. Nothing else in English has that shape, so the
    order of the words decides, whatever the parser made of it.
    """
    tail = _tail(sent, lexicon)
    main = None if tail is None else _told(sent, tail)
    if tail is None or main is None:
        return {}
    speaker, verb, doc = tail.speaker, tail.verb, sent.doc
    told_by = (main.head is verb and main.base == "ccomp") or (verb.head is main and verb.base == "parataxis")
    if told_by and speaker.head is verb and speaker.base == "nsubj":
        return {}
    root = next(token for token in sent if token.head is token)
    phrase = range(tail.start, verb.i)
    changes: Changes = {}
    for token in doc[sent.start : sent.end]:
        inside = token.i in phrase
        if token is speaker or token is verb or token is main or token.head is token:
            continue
        if inside and token.head.i not in phrase:
            label = token.dep_ if token.base in OF_PHRASE else "appos" if token.i >= tail.end else "nmod:desc"
            changes[token.i] = (verb.i if token.is_punct else speaker.i, "punct" if token.is_punct else label)
        elif token.i < tail.start and token.head.i >= tail.start:
            above = _governor(token, main, tail)
            label = "obl" if token.base in OF_SUBJECT else token.dep_
            changes[token.i] = (above.i, label if above is main or token.is_punct else "obj")
        elif token.i > verb.i and token.head.i < verb.i:
            changes[token.i] = (verb.i, token.dep_ if token.base in {"obl", "punct", "iobj"} else "obl")
    changes[speaker.i] = (verb.i, "nsubj")
    verb.tag_ = "VBD" if verb.tag_ == "VBN" else verb.tag_
    if root.i < tail.start:
        changes[verb.i] = (root.i, "parataxis")
    else:
        changes |= {verb.i: (verb.i, "ROOT"), main.i: (verb.i, "ccomp")}
    return changes


def _governor(token: Token, main: Token, tail: _Tail) -> Token:
    """From what a word hangs that was hung from the speaker: from the verb right before it, whose object it is."""
    before = token.left_edge.i - 1
    verb = token.doc[before] if before > main.sent.start and token.pos_ in NOUNS else main
    others = [item for item in tree.children(verb, "obj", "ccomp") if item.i < tail.start]
    return verb if verb.pos_ == "VERB" and not others else main


def _tail(sent: Run, lexicon: Lexicon) -> _Tail | None:
    verb = _last_saying(sent, lexicon)
    if verb is None:
        return None
    doc, last = sent.doc, verb.i - 1
    while last > sent.start and doc[last].tag_ == "RB":
        last -= 1  # "*later* said"
    if doc[last].text == ",":
        comma = _comma_of_phrase(doc, sent.start, last - 1)
        last = -1 if comma is None else comma - 1
    comma = None if last < 0 else _comma_of_phrase(doc, sent.start, last)
    if comma is None:
        return None
    phrase = doc[comma + 1 : last + 1]
    speaker = _head_of(phrase)
    if speaker is None or (verb.tag_ == "VBN" and not _is_someone(speaker)):  # "the first *tax* announced this year"
        return None
    return _Tail(comma + 1, last + 1, speaker, verb)


def _last_saying(sent: Run, lexicon: Lexicon) -> Token | None:
    """The finite verb of saying behind which stands, at most, whom, where or when he told it."""
    for token in reversed(sent.doc[sent.start : sent.end]):
        if token.tag_ in tree.FINITE or token.tag_ == "VBN":
            break
        if token.tag_ not in BEHIND_SAYING and not (token.text == "." or token.is_space):
            return None
    else:
        return None
    if token.is_a("of_object") or not lexicon.verb(token.lemma_.lower()).speech:
        return None
    if tree.children(token, "aux", "aux:pass", "expl", "cop", "mark"):
        return None
    behind = next((item for item in sent.doc[token.i + 1 : sent.end] if not item.is_space), None)
    nothing = behind is None or behind.text == "." or behind.tag_ == "IN" or is_time(behind) or behind.lower_ == "to"
    return token if nothing or token.is_a("telling") else None


def _comma_of_phrase(doc: Doc, start: int, last: int) -> int | None:
    """Index of the comma before the phrase that ends with a word; None when what stands there is no bare phrase."""
    at = last
    while at > start and doc[at].tag_ in OF_NOUN_PHRASE and doc[at].tag_ != ",":
        at -= 1
    opens = at < last and doc[at].text == "," and doc[at + 1].tag_ not in {"IN", "CC", "POS", "TO"}
    return at if opens and (doc[last].pos_ in NOUNS or doc[last].tag_ == "-RRB-") else None


def _head_of(phrase: Sequence[Token]) -> Token | None:
    """The noun or name that a phrase is about: the last before a preposition, the first of several, no day."""
    before = list(takewhile(lambda item: item.tag_ not in {"IN", "CC", "-LRB-"}, phrase))
    nouns = [item for item in before if item.pos_ in NOUNS and not is_time(item)]
    if not nouns or any(is_time(item) for item in before):
        return None
    last = nouns[-1]
    return last.name.tokens[0] if last.ent_type_ == "PERSON" and last.name is not None else last


def _is_someone(noun: Token) -> bool:
    """Whether a noun names or means people or a body."""
    return noun.ent_type_ in ACTORS or noun.is_a("acting", "person")


def _told(sent: Run, tail: _Tail) -> Token | None:
    """The verb of the clause that is told: finite, with a subject, and not in the clause of another."""
    for token in sent.doc[sent.start : tail.start]:
        if token.base in {"acl", "acl:relcl", "advcl"} or tree.children(token, "mark"):
            continue
        subjects = [item for item in tree.children(token, *OF_SUBJECT) if item.i < token.i]
        is_finite = tree.is_finite(token) or any(
            item.tag_ in tree.FINITE_OR_MODAL for item in tree.children(token, "cop")
        )
        if subjects and is_finite and all(item.i >= sent.start for item in subjects):
            return token
    return None


def titled_speaker(verb: Token) -> Changes:
    """As in "the court cut his term, *his lawyer Ida Berg told* AFP": what a speaker is, read as what he speaks of."""
    if verb.dep_ != "acl:relcl":
        return {}
    noun = verb.head
    subjects = tree.children(verb, "nsubj")
    titled = noun.is_a("person", "body_title")
    if verb.tag_ not in tree.FINITE or len(subjects) != 1 or not titled:
        return {}
    name = subjects[0]
    kinds = {"PERSON"} if noun.is_a("person") else {"ORG", ""}
    named = name.ent_type_ in kinds and name.text[:1].isupper()
    if not named or name.left_edge.i != noun.i + 1 or comma_before(noun) is None:
        return {}
    main = next((item for item in tree.ancestors(noun) if item.pos_ == "VERB" and item.tag_ in tree.FINITE), None)
    if main is None or main.i > noun.i or not verb.doc.lexicon.verb(verb.lemma_.lower()).speech:
        return {}
    return {noun.i: (name.i, "nmod:desc"), verb.i: (main.i, "parataxis")}


def speaker_behind(verb: Token) -> Changes:
    """As in "…,” *a tired Diallo*, wearing a robe, *said*": the noun right behind the quotation."""
    if (
        verb.tag_ not in tree.FINITE
        or not verb.doc.lexicon.verb(verb.lemma_.lower()).speech
        or tree.children(verb, "aux")
    ):
        return {}
    sent, doc = verb.sent, verb.doc
    end = next((i for i in range(verb.i - 1, sent.start, -1) if doc[i].text in tree.CLOSING), None)
    subjects = tree.children(verb, *OF_SUBJECT)
    if end is None or any(item.i > end for item in subjects):
        return {}
    said: Changes = {item.i: (verb.i, "ccomp") for item in subjects}
    behind = doc[end + 1 : verb.i]
    named = list(takewhile(lambda item: item.ent_type_ == "PERSON", reversed(behind)))
    if len(named) > 1 and not any(item.pos_ in {"VERB", "AUX", "PRON"} for item in behind[: -len(named)]):
        first = named[-1]  # "…,” Bureau of Mines (BOM) head *Ana Lund* said"
        return said | {first.i: (verb.i, "nsubj"), **{item.i: (first.i, "flat") for item in named[:-1]}}
    words = (item for item in behind if item.pos_ in NOUNS)
    inner = {"compound", "flat", "nmod:desc", "obl:unmarked"}  # "the 40-*year*-old nurse, Ida Berg, told us"
    noun = next((item for item in words if item.dep_ not in inner), None)
    if noun is None or not (noun.pos_ == "PROPN" or noun.is_a("person")):
        return {}
    last = max([noun.i, *(item.i for item in tree.children(noun, "flat"))])
    before = all(
        item.pos_ in NOUNS | {"ADJ", "DET", "NUM"} or item.text in tree.HYPHENS for item in behind[: last - end - 1]
    )
    if not before or (last + 1 != verb.i and not (doc[last + 1].text == "," and doc[verb.i - 1].text == ",")):
        return {}
    return said | {noun.i: (verb.i, "nsubj")}
