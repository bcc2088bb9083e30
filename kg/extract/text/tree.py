"""Reading a Universal Dependencies tree: small questions that the rules ask again and again.

Labels are compared without their subtype unless the subtype matters (`nsubj:pass`, `acl:relcl`, `obl:agent`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.text.name_labels import NAMES, TIMES
from kg.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.extract.text.tokens import Doc, Token

RELATIVES = frozenset({"who", "whom", "which", "that", "whose"})
OUTSIDE_PHRASE = frozenset(
    {"acl:relcl", "acl", "appos", "parataxis", "cc", "conj", "punct", "advcl", "discourse", "dep", "list"}
)
"""Children that are not part of the phrase that names a filler."""
OUTSIDE_PART = OUTSIDE_PHRASE - {"cc", "conj", "punct"}
"""The same for a part inside a phrase."""
TIME_NOUNS = frozenset(
    ["afternoon", "day", "decade", "evening", "hour", "month", "morning", "night", "week", "weekend", "year"]
)
STANCES = frozenset(["anti", "non", "pro"])
"""Prefixes that say how someone stands to whom the word after them names."""
NEGATIVE_PHRASES = frozenset(["no", "nobody", "none", "nothing", "neither", "no-one"])
HYPHENS = frozenset("-‑–")
OPENING, CLOSING = frozenset('“"«„'), frozenset('”"»')
POINTING = frozenset(["the", "this", "that", "these", "those"])
"""Determiners of what is known already."""
INDEFINITE = frozenset(["a", "an"])
NOT = frozenset(["not", "n't", "n’t"])
ALL = frozenset(
    ["all", "many", "much", "enough", "every", "everyone", "everybody", "everything", "necessarily", "only"]
)
ELLIPTIC = frozenset(["when", "although", "though", "if", "once", "unless", "until", "while"])
"""Conjunctions before a participle whose subject and auxiliary are left out: "*although* suspended from duty"."""
PASSIVE = frozenset(["nsubj:pass", "aux:pass", "csubj:pass"])
"""Labels below a verb that make its clause a passive one."""
FINITE = frozenset(["VBD", "VBP", "VBZ"])
"""Tags of verb forms with a tense of their own."""
FINITE_OR_MODAL = FINITE | {"MD"}


def base(token: Token) -> str:
    """The label without its subtype."""
    return token.base


def children(token: Token, label: str, *others: str) -> Sequence[Token]:
    """Children whose label, full or bare, is among those given, in text order; blanks are words to no rule."""
    family = token.family
    found = family.get(label, ())  # the most called of all functions: what is there is given, not copied
    for other in others:
        if other in family:
            if found:
                labels = (label, *others)
                return [item for item in token.words if item.dep_ in labels or item.base in labels]
            found = family[other]
    return found


def child(token: Token, *labels: str) -> Token | None:
    """The first such child, None when there is none."""
    found = children(token, *labels)
    return found[0] if found else None


def conjuncts(token: Token) -> list[Token]:
    """The token and all that is coordinated with it, in text order."""
    found = [token]
    if "conj" not in token.family:
        return found
    queue = [token]
    while queue:
        for item in children(queue.pop(0), "conj"):
            found.append(item)
            queue.append(item)
    return sorted(found, key=lambda item: item.i)


def first_conjunct(token: Token) -> Token:
    """The head of the coordination that the token is in."""
    while token.base == "conj" and token.head.i != token.i:
        token = token.head
    return token


def preposition(token: Token) -> str:
    """The lower-case case marker of a noun ("by", "because of", "'s" left out), "" when it has none."""
    return token.preposition


def is_passive(verb: Token) -> bool:
    """A passive clause, also a reduced one ("the general killed in Baghdad")."""
    if not PASSIVE.isdisjoint(verb.family):
        return True
    label = verb.base
    if verb.dep_ == "acl" and verb.is_a("turning_out") and verb.head.is_a("acting"):
        return "obl:agent" in verb.family  # "a crowd of *students gathered* in the square": of their own
    if verb.tag_ == "VBD" and verb.dep_ == "acl":
        return not _own_subject(verb) and not _bare_object(verb)  # "the strike *blamed* on the army killed nine"
    if verb.tag_ != "VBN" or "aux" in verb.family:
        return False
    if label == "acl" and verb.dep_ != "acl:relcl":
        return True
    if label == "xcomp":
        return not _bare_object(verb)  # "got shot", "left five *wounded*", "had her home *searched*"
    if label == "advcl" and not _own_subject(verb) and not _bare_object(verb):
        return not any(item.base in {"mark", "xcomp", "ccomp"} and item.lower_ not in ELLIPTIC for item in verb.words)
    return label == "conj" and not _own_subject(verb) and is_passive(verb.head)


def _bare_object(verb: Token) -> bool:
    return any(not preposition(item) for item in children(verb, "obj"))


def _own_subject(verb: Token) -> bool:
    return bool(children(verb, "nsubj", "csubj"))


def phrase_tokens(head: Token) -> list[Token]:
    """Tokens of the phrase that names a filler.

    That is the head's subtree without clauses, appositions, coordinated phrases, its own preposition and final 's.
    """
    kept = [head]
    for item in head.words:
        if item.base == "case" or item.base in OUTSIDE_PHRASE or _is_unmarked_time(item) or _is_set_off(item):
            continue
        if item.preposition == "to" and head.preposition == "from" and item.base == "nmod":
            continue  # "flew from Oslo *to Rome*": two places and no name
        if stance(head) and head.i - 2 <= item.i < head.i:
            continue  # who is meant by "anti-government" is the government
        kept += _inner_tokens(item)
    kept.sort(key=lambda token: token.i)
    kept = _contiguous(kept, head)
    while kept[0].i != head.i and (kept[0].tag_ == "CC" or is_bare_not(kept[0])):
        kept.pop(0)  # "… *and the mayor's wife*": the conjunction was hung from the mayor
    return kept


def is_bare_not(word: Token) -> bool:
    """As in "it was *not* Lund", but "*not all* of them": who is meant is not some, but fewer than all."""
    behind = word.doc[word.i + 1] if word.i + 1 < len(word.doc) else word
    return word.lower_ in NOT and behind.lower_ not in ALL


def _is_set_off(token: Token) -> bool:
    """As in "the president*, in a statement,* said": a phrase between commas names nobody."""
    if token.base not in {"nmod", "obl"} or token.i < token.head.i:
        return False
    if (token.ent_type_ == "DATE" and token.preposition == "on") or (token.base == "obl" and token.head.ent_type_):
        return True  # "Serbia *on Thursday* rejected", "was in Geneva *for talks*"
    left = token.left_edge.i
    return any(item.text == "," for item in token.doc[max(left - 1, token.head.i + 1) : left + 1])


def _inner_tokens(token: Token) -> list[Token]:
    """The subtree of a part of a phrase; inside a part, prepositions, number words' adverbs and coordination belong."""
    kept = [token]
    for item in token.words:
        if item.base in OUTSIDE_PART or _is_unmarked_time(item):
            continue
        if item.is_punct and item.text in {",", ";", "—", "–", "("}:
            continue
        kept += _inner_tokens(item)
    return kept


def _is_unmarked_time(token: Token) -> bool:
    """As in "the airport *early Friday*": a time beside a noun is no part of its name, but an age and a month are."""
    unmarked = token.dep_ in {"obl:unmarked", "nmod:unmarked"} and token.head.pos_ not in {"ADJ", "NUM"}
    return unmarked and (token.ent_type_ in TIMES or token.lemma_.lower() in TIME_NOUNS)


def _contiguous(tokens: list[Token], head: Token) -> list[Token]:
    """The run of tokens around the head: a phrase that a clause interrupts ends before the gap.

    A gap of punctuation only (quotation marks, hyphens, commas) is no gap.
    """
    doc = head.doc
    if tokens[-1].i - tokens[0].i + 1 == len(tokens):
        return tokens
    first = last = next(index for index, token in enumerate(tokens) if token.i == head.i)
    while first > 0 and _joined(doc, tokens[first - 1].i, tokens[first].i):
        first -= 1
    while last + 1 < len(tokens) and _joined(doc, tokens[last].i, tokens[last + 1].i):
        last += 1
    return tokens[first : last + 1]


def _joined(doc: Doc, left: int, right: int) -> bool:
    return right == left + 1 or all(doc[index].is_punct or doc[index].is_space for index in range(left + 1, right))


def span_of(tokens: list[Token]) -> Span:
    """Character span from the first to the last token."""
    return Span(tokens[0].idx, tokens[-1].idx + len(tokens[-1].text))


def ancestors(token: Token) -> Iterator[Token]:
    """Heads above the token, nearest first."""
    while token.head.i != token.i:
        token = token.head
        yield token


def is_close(head: Token, name: Token) -> bool:
    """Whether a name stands beside its head without a comma: "the *group FDLR*", not "the group, FDLR"."""
    between = head.doc[head.i + 1 : name.i]
    return head.i < name.i and not any(item.is_punct or item.is_space for item in between)


def stance(token: Token) -> str:
    """The prefix "anti", "pro" or "non" of a word, else "": a pro-Iranian militia is neither Iranian nor Iran's."""
    if token.is_punct:
        return ""
    doc, at = token.doc, token.i
    before = doc[at - 1].lower_ if at else ""
    if before in STANCES:
        return before
    if before in HYPHENS and at > 1 and doc[at - 2].lower_ in STANCES:
        return doc[at - 2].lower_
    prefix, hyphen, _ = token.lower_.partition("-")
    return prefix if hyphen and prefix in STANCES else ""


def office_of(name: Token) -> Token | None:
    """The office that a person's first name was hung from: "*Secretary* of State Rex Tillerson"; None when it is none.

    The field of the office ("State", "Foreign Affairs") stands between as a compound of the name, which tells this
    from "the minister of Norway" and from "an aide of Merkel".
    """
    office = name.head
    if name.pos_ != "PROPN" or name.base != "nmod" or not office.is_a("field_office") or office.i > name.i:
        return None
    fields = [item for item in children(name, "compound", "amod") if office.i < item.i < name.i]
    return office if fields and preposition(name) in {"of", "for"} else None


def governor(token: Token) -> Token:
    """The head, or the verb above it where a content clause was read as a relative one.

    "told reporters *that Brazil had recalled* its ambassador": a clause with its own subject and a conjunction is what
    was told, not a description of the reporters.
    """
    head = token.head
    if token.dep_ in {"acl:relcl", "acl"} and head.head.pos_ == "VERB" and head.base in {"obj", "iobj", "obl"}:
        marked = any(item.lower_ in {"that", "whether"} for item in children(token, "mark"))
        if marked and children(token, "nsubj"):
            return head.head
    return head


def is_below(token: Token, top: Token) -> bool:
    """Whether the token lies in the subtree of the other, or is it."""
    return token.i == top.i or any(item.i == top.i for item in ancestors(token))


def quotations(doc: Doc) -> list[tuple[int, int]]:
    """Half-open token ranges between quotation marks, outermost ones, in order; a paragraph ends what was left open.

    A quotation over several paragraphs opens anew in each, as newspapers print it, so that closing at the paragraph
    loses nothing and an unclosed mark cannot swallow the article. A straight mark opens where a blank stands before
    it and none behind, so that one inside a quotation ("The "United States" is …") does not close it.
    """
    if doc.quotations is not None:
        return doc.quotations
    found: list[tuple[int, int]] = []
    opened: list[int] = []
    for token in doc:
        if token.text.isalnum():
            continue  # neither a mark nor a line's end
        if token.is_space and "\n" in token.text:
            if opened:
                found.append((opened[0], token.i))
            opened = []
        elif _opens(token, inside=bool(opened)):
            opened.append(token.i + 1)
        elif opened and token.text in CLOSING:
            start = opened.pop()
            if not opened:
                found.append((start, token.i))
    doc.quotations = [(start, end) for start, end in found if start < end]
    return doc.quotations


def _opens(token: Token, *, inside: bool) -> bool:
    if token.text not in OPENING:
        return False
    if token.text != '"':
        return True
    before = token.doc[token.i - 1] if token.i else None
    blank_before = before is None or before.is_space or bool(before.whitespace_) or before.text in {"(", "[", "—", "–"}
    blank_behind = bool(token.whitespace_) or token.i + 1 == len(token.doc) or token.doc[token.i + 1].is_space
    if inside:
        return blank_before and not blank_behind
    return not blank_behind or blank_before


def quoted_tokens(doc: Doc) -> set[int]:
    """Indices of tokens inside quotation marks."""
    return {index for start, end in quotations(doc) for index in range(start, end)}


def called(token: Token) -> str:
    """The name that the token is part of, without "the"; of a place without a name its noun."""
    if token.name is None:
        return token.lemma_.lower()
    return " ".join(item.text for item in token.name if item.lower_ not in {"the", "'s", "’s"})


def is_definite(noun: Token) -> bool:
    """Whether a determiner says that it is known which one is meant."""
    return any(item.lower_ in POINTING for item in children(noun, "det"))


def follows_noun(verb: Token) -> bool:
    """As in "quell an *uprising* spurred by …": a participle right behind a noun describes that noun."""
    return verb.i > verb.sent.start and verb.doc[verb.i - 1].pos_ in {"NOUN", "PROPN"} and verb.i > verb.head.i


def has_to(verb: Token) -> bool:
    """With a "to" of its own."""
    return any(item.lower_ == "to" for item in children(verb, "mark", "aux"))


def in_name(token: Token) -> bool:
    """Inside a name, or a date that is written as one."""
    if token.ent_type_ == "DATE":  # "yesterday's *march*" is no date, "in the *fall*" is one
        return not token.text.islower() or token.lower_ == "fall"
    return token.ent_type_ in NAMES


def is_there(noun: Token) -> bool:
    """As in "*there* will be protests": what is said to be is the event, no predicate of another noun."""
    return any(item.tag_ == "EX" for item in children(noun, "nsubj", "expl"))


def is_adjectival(verb: Token) -> bool:
    """A participle before a noun ("ousted president") is read from the table of adjectives."""
    return verb.base == "amod"


def is_same(first: Token, second: Token) -> bool:
    """Whether two nouns of an apposition describe one: "Ana Lindt, *a lawyer* and *novice* who won"."""
    singular = first.tag_ == "NN" and second.tag_ == "NN" and bool(children(first, "det"))
    return singular and not children(second, "det", "nmod:poss")


def referent(noun: Token) -> Token:
    """As in "*He* was a commander, implicated in …": a predicate noun's clause is about its subject."""
    if noun.base == "conj" and noun.head.base == "appos" and is_same(noun.head, noun):
        noun = noun.head
    if children(noun, "cop"):
        subject = child(noun, "nsubj")
        if subject is not None and subject.lower_ not in {"it", "this", "that", "there", "what"}:
            return subject
    return noun


def is_nobody(noun: Token) -> bool:
    """As in "*no one* was killed", "*neither side* said", "*not a single* shot": a party that says there was none."""
    held = any(item.lower_ in {"no", "neither"} for item in children(noun, "det", "cc:preconj"))
    one = (first := noun.left_edge).lower_ == "not" and first.nbor(1).lower_ in {"a", "one"}
    return one or held or noun.lower_ in NEGATIVE_PHRASES


def is_finite(verb: Token) -> bool:
    """As in "violates rights" and "*did* not violate rights"."""
    return verb.tag_ in FINITE or any(item.tag_ in FINITE | {"MD"} for item in children(verb, "aux", "aux:pass"))


def shares_auxiliaries(second: Token) -> bool:
    """Whether a coordinated verb has those of the first: "will march and *strike*"."""
    joined = second.base == "conj" and second.head.pos_ in {"VERB", "AUX"}
    return joined and not children(second, "aux", "nsubj") and not _has_own_tense(second)


def _has_own_tense(second: Token) -> bool:
    """As in "would have faced a trial but *resigned*": no past or third-person form stands under an auxiliary."""
    auxiliaries = {item.lower_ for item in children(second.head, "aux")}
    if not auxiliaries or second.tag_ not in {"VBD", "VBZ"} or second.lower_ == second.lemma_:
        return False  # "can lower it and *cut* costs"
    if second.tag_ == "VBD" and auxiliaries & {"have", "has", "had", "having", "'ve", "’ve", "'d", "’d"}:
        # else it is a participle: "had come and *bought* it"
        return any(item.lower_ == "but" for item in children(second, "cc"))
    return True
