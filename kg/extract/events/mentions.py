"""Phrases that may name an actor or a place, with what their grammar tells about them.

Names come first, from the name recogniser; nominals and pronouns join when an event, a speaker or an owner needs them.
Deciding which of them are the same is the next stage's work (`kg.resolve`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from kg.extract.events.arguments import is_one_of_each, shared_noun
from kg.extract.text import tree
from kg.extract.text.name_labels import NAMES
from kg.extract.text.prefixes import first_of_office
from kg.extract.text.tokens import Doc, Run, Token
from kg.model import Form, Mention, Span

MAX_PARTS = 3
"""Of so many one inside another: "one of a group of dozens of *protesters*"."""
GENDERS = {
    "he": "masc", "him": "masc", "his": "masc", "himself": "masc", "she": "fem", "her": "fem", "hers": "fem",
    "herself": "fem", "it": "neut", "its": "neut", "itself": "neut",
}  # fmt: skip
EMPTY_PRONOUNS = frozenset(
    ["that", "this", "these", "those", "what", "which", "there", "who", "whom", "whose", "something"]
)
"""Pronouns that name no actor by themselves."""
REFERRING = frozenset(["PRON", "DET", "NOUN"])
"""Parts of speech of what may take up who was named."""
WHO = frozenset(["who", "whom", "whose"])
"""Relative pronouns that stand for persons and bodies."""
SPOKEN_PRONOUNS = frozenset(["i", "me", "my", "mine", "myself", "you", "your", "yours", "yourself", "yourselves"])
"""Pronouns of who speaks and who is spoken to."""
PARTIES = frozenset(["nsubj", "obj", "iobj"])
"""Labels of those who do something or to whom it is done."""
PLAIN_AUXILIARIES = frozenset(["be", "have", "will"])
"""Auxiliaries that leave it at what a clause says; "may" and "would" do not."""
PLURAL_PRONOUNS = frozenset(["they", "them", "their", "theirs", "themselves", "we", "us", "our", "ours", "ourselves"])


PERCENT = frozenset(["%", "percent", "pc"])


def content_head(token: Token) -> Token:
    """The noun that says what it is: "protesters" of "hundreds of Iranian protesters", "Iraqis" of "78% of Iraqis"."""
    steps = 0
    lexicon = token.doc.lexicon
    while "nmod" in token.family and steps < MAX_PARTS:
        share = token.lower_ in PERCENT
        if not (share or token.pos_ == "NUM" or token.is_a("partitive")):
            return token
        inner = [item for item in tree.children(token, "nmod") if tree.preposition(item) in {"of", "out of"}]
        if not inner or (share and lexicon.is_eventive(inner[0].lemma_.lower())):  # "34 percent of the vote"
            return token
        token = inner[0]
        steps += 1
    return token


@dataclass(slots=True)
class MentionTable:
    """The mentions of one Doc, made on demand; `finish` puts them in text order."""

    doc: Doc
    sentence_of: list[int]
    quoted: set[int]
    noise: tuple[Span, ...] = ()
    acts: Callable[[Token], bool] = lambda _: False
    _mentions: list[Mention] = field(default_factory=list)
    _owners: dict[int, int] = field(default_factory=dict)
    _appositions: dict[int, int] = field(default_factory=dict)
    _speakers: dict[int, int] = field(default_factory=dict)
    _by_head: dict[int, int] = field(default_factory=dict)
    _name_at: dict[int, Run] = field(default_factory=dict)
    _extents: dict[int, tuple[Span, Span]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for entity in self.doc.ents:
            if entity.label_ in NAMES and entity.text.strip() and not self.in_noise(entity.root):
                for token in entity:
                    self._name_at[token.i] = entity
        for entity in dict.fromkeys(self._name_at.values()):
            self.of(entity.root)
        for token in self.doc:
            if token.base == "appos" and (token.i in self._by_head or token.head.i in self._by_head):
                self._appose(token, token.head)
            elif "cop" in token.family and token.pos_ in {"NOUN", "PROPN"}:
                self._predicate_noun(token)
            elif token.base == "obl" and token.pos_ in {"NOUN", "PROPN"} and tree.preposition(token) == "as":
                self._office_taken(token)
            elif token.pos_ in REFERRING and self._refers(token):
                self.of(token)

    def _refers(self, token: Token) -> bool:
        """A pronoun, or "the general": takes up who was named, whether or not an event needs it."""
        if token.lower_ in GENDERS or token.lower_ in PLURAL_PRONOUNS or token.lower_ in SPOKEN_PRONOUNS:
            return token.pos_ != "NOUN" and not (token.lower_ == "it" and self._is_empty(token))
        if token.pos_ != "NOUN" or token.i in self._name_at:
            return False
        if self.acts(token):
            return token.base in PARTIES or bool(tree.children(token, "nmod:poss")) or tree.is_definite(token)
        if token.base != "nsubj":
            return False  # a thing that is spoken of may be what "it" means in the next clause
        return bool(tree.children(token, "nmod:poss")) or tree.is_definite(token)

    def _is_empty(self, it: Token) -> bool:
        """As in "*it* is clear that", "*it* was reported", "*it* is the Senate that will fail": stands for no actor."""
        if it.base == "expl":
            return True
        if it.base != "nsubj":
            return False
        if tree.children(it.head, "cop"):
            return not self.acts(it.head) or bool(tree.children(it.head, "acl:relcl"))
        return it.dep_ == "nsubj:pass" and bool(tree.children(it.head, "ccomp", "csubj"))

    def of(self, token: Token) -> int | None:
        """Index of the mention headed by the token, made if need be; None for what can name nobody."""
        token = content_head(antecedent(token))
        name = self._name_of(token)
        key = name.root.i if name is not None else token.i
        if key in self._by_head:
            return self._by_head[key]
        if (name is None and token.lower_ in EMPTY_PRONOUNS) or not token.text.strip() or self.in_noise(token):
            return None
        if name is None and token.pos_ not in {"NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET"}:
            return None
        self._by_head[key] = len(self._mentions)
        self._mentions.append(self._draft(self.doc[key], name))
        index = self._by_head[key]
        owner = self._owner(self.doc[key], name)
        if owner is not None and owner != index:
            self._owners[index] = owner
        return index

    def _name_of(self, token: Token) -> Run | None:
        """The name that the token is part of or a title of: "*Colonel* Oleh Marchenko", "the *group* FDLR"."""
        if token.i in self._name_at or token.pos_ not in {"NOUN", "PROPN"}:
            return self._name_at.get(token.i)
        for item in tree.children(token, "flat", "appos"):
            if item.i in self._name_at and tree.is_close(token, self.doc[self._name_at[item.i].start]):
                return self._name_at[item.i]
        for item in tree.children(token, "nmod"):
            if item.i in self._name_at and tree.office_of(item) is not None:
                return self._name_at[item.i]
        return None

    def in_noise(self, token: Token) -> bool:
        """Whether the token touches scraped boilerplate: what stands there names nobody."""
        if not self.noise:
            return False
        return any(span.start < token.idx + len(token.text) and token.idx < span.end for span in self.noise)

    def set_speaker(self, token_index: int, speaker: int) -> None:
        """Records who utters the quotation in which the mention headed by that token stands."""
        index = self._by_head.get(token_index)
        if index is not None and index != speaker:
            self._speakers.setdefault(index, speaker)

    def quoted_heads(self) -> list[int]:
        """Token indices of the heads of mentions inside quotation marks."""
        return [head for head, index in self._by_head.items() if self._mentions[index].quoted]

    def finish(self) -> tuple[tuple[Mention, ...], dict[int, int]]:
        """The mentions in text order, and old index → new index."""
        self._add_relatives()
        order = sorted(range(len(self._mentions)), key=self._place)
        new = {old: at for at, old in enumerate(order)}
        linked = self._owners.keys() | self._appositions.keys() | self._speakers.keys()
        return tuple(self._linked(old, new) if old in linked else self._mentions[old] for old in order), new

    def _place(self, index: int) -> tuple[int, int, int, int, int]:
        """By which mentions are put in text order."""
        head, span = self._mentions[index].head, self._mentions[index].span
        return head.start, head.end, span.start, span.end, index

    def _add_relatives(self) -> None:
        """Adds "who" of "the man *who* fled", beside whom it stands for, where that is a mention."""
        for token in self.doc:
            if token.lower_ not in WHO or token.pos_ != "PRON" or self.in_noise(token):
                continue
            noun = antecedent(token)
            name = self._name_of(noun)
            stands_for = self._by_head.get(name.root.i if name is not None else content_head(noun).i)
            if noun is not token and stands_for is not None:
                self._by_head[token.i] = len(self._mentions)
                self._appositions[len(self._mentions)] = stands_for
                self._mentions.append(self._draft(token, None))

    def _linked(self, index: int, new: dict[int, int]) -> Mention:
        owner, apposition, speaker = (
            new[links[index]] if index in links else None for links in (self._owners, self._appositions, self._speakers)
        )
        return replace(self._mentions[index], owner=owner, apposition=apposition, speaker=speaker)

    # ------------------------------------------------------------ one mention

    def party(self, token: Token) -> tuple[Span, Span, int | None]:
        """Span and head of a filler, and its mention; of "Thai and *Cambodian* troops" the second are a party too."""
        noun = shared_noun(token)
        if noun is None:
            return *self.span_and_head(token), self.of(token)
        span, head = tree.span_of(sorted((token, noun), key=lambda item: item.i)), self.span_and_head(noun)[1]
        key = -token.i - 1  # the state itself has a mention of its own
        if key not in self._by_head and not self.in_noise(noun):
            self._by_head[key] = len(self._mentions)
            self._mentions.append(replace(self._draft(noun, None), span=span))
            owner = self.of(token)
            if owner is not None:
                self._owners[self._by_head[key]] = owner
        return span, head, self._by_head.get(key)

    def span_and_head(self, token: Token) -> tuple[Span, Span]:
        """Span of the phrase and of its head: the name itself, or the noun with its compounds."""
        known = self._extents.get(token.i)
        if known is None:
            known = self._extents[token.i] = self._extent(token)
        return known

    def _extent(self, token: Token) -> tuple[Span, Span]:
        inner = content_head(token)
        name = self._name_of(inner)
        phrase = tree.phrase_tokens(token)
        if "cop" in token.family:  # of "he was *the head of the force*" the subject is no part
            behind = max(item.i for item in tree.children(token, "cop"))
            behind += any(item.i == behind + 1 and tree.is_bare_not(item) for item in token.words)
            phrase = [item for item in phrase if item.i > behind] if behind < token.i else phrase
        if name is not None:
            head = Span(name.start_char, name.end_char)
            span = tree.span_of(phrase)
            if span.covers(head):
                return span, head
            return (Span(span.start, head.end) if span.start < head.start <= span.end + 1 else head), head
        parts = {item.i for item in tree.children(inner, "compound", "flat") if item.i not in self._name_at}
        for item in tree.children(inner, "compound", "amod"):
            if self.doc.lexicon.is_a(item.lower_, "field_adjective") and inner.is_a("field_body", "minister"):
                parts.add(item.i)  # "the Kenyan *interior* ministry", "its *prime* minister"
            if tree.stance(item):  # "*pro-Iranian* militia leaders": without it they would be Iran's
                parts |= {item.i - 2, item.i - 1, item.i}
        run = [item for item in self.doc[phrase[0].i : phrase[-1].i + 1] if item.i in parts or item.i == inner.i]
        return tree.span_of(phrase), tree.span_of(_adjacent(run, inner))

    def _draft(self, token: Token, name: Run | None) -> Mention:
        span, head = self.span_and_head(token)
        lemma = token.lemma_.lower()
        if name is None and (first := first_of_office(token)) is not None:
            head, lemma = Span(first.idx, head.end), f"{first.lower_}-{lemma}"
        form = Form.NAME if name is not None else Form.PRONOUN if token.pos_ == "PRON" else Form.NOMINAL
        title = self._title(name) if name is not None else ""
        number = token.feature("Number").lower()[:4]
        if form is Form.PRONOUN:
            number = "plur" if token.lower_ in PLURAL_PRONOUNS else number or "sing"
        elif is_one_of_each(token):
            number = "sing"  # "the Thai and Lao *armies*": each has one
        determiners = {item.lower_ for item in tree.children(token, "det", "nmod:poss", "det:poss")}
        return Mention(
            span=span if form is not Form.PRONOUN else head,
            head=head,
            form=form,
            label=name.label_ if name is not None else "",
            lemma=lemma if form is not Form.NAME else token.text,
            sentence=self.sentence_of[token.i],
            number="plur" if number == "plur" else "sing" if number == "sing" else "",
            gender=_gender(token, form, title),
            title=title,
            definite=form is Form.NAME or bool(determiners & tree.POINTING) or bool(tree.children(token, "nmod:poss")),
            is_subject=token.base == "nsubj",
            quoted=token.i in self.quoted,
        )

    def _title(self, name: Run) -> str:
        """Titles and role nouns said straight before a name: "Maj. Gen.", "militia leader"."""
        words = [
            item
            for item in name.root.children
            if item.i < name.start
            and (item.dep_ in {"nmod:desc", "compound", "nmod:unmarked"})
            and item.i not in self._name_at
        ]
        if not words:
            return ""
        first = min(item.left_edge.i for item in words)
        between = self.doc[first : name.start]
        kept = [
            item for item in between if item.i not in self._name_at and item.pos_ in {"NOUN", "PROPN", "ADJ", "PUNCT"}
        ]
        words_kept = [item.text for item in kept if item.pos_ != "PUNCT"]
        return " ".join(words_kept) if any(word[:1].isalpha() for word in words_kept) else ""

    def _owner(self, token: Token, name: Run | None) -> int | None:
        """The mention that this one belongs to."""
        for item in tree.children(token, "nmod:poss"):
            return self.of(item)
        if name is not None and name.label_ in {"PERSON", "GPE", "NORP"}:
            return None
        for item in tree.children(token, "compound", "amod", "nmod:desc"):
            inner = self._name_at.get(item.i)
            if tree.stance(item) or (inner is not None and tree.stance(self.doc[inner.start])):
                continue
            if inner is not None and inner.label_ in {"GPE", "NORP", "ORG", "LOC"} and inner is not name:
                return self.of(item)
        if name is None:
            for item in tree.children(token, "nmod"):
                inner = self._name_at.get(item.i)
                if (
                    inner is not None
                    and inner.label_ in {"GPE", "ORG"}
                    and tree.preposition(item) in {"of", "from", "for"}
                ):
                    return self.of(item)
        return None

    def _appose(self, token: Token, head: Token) -> None:
        """Links the two; the name is what the other renames, whichever comes first."""
        if token.pos_ not in {"NOUN", "PROPN"} or head.pos_ not in {"NOUN", "PROPN"}:
            return
        left, right = self.of(head), self.of(token)
        if left is None or right is None or left == right:
            return
        if self._mentions[left].form is Form.NOMINAL and self._mentions[right].form is Form.NAME:
            left, right = right, left
        if self._appositions.get(left) != right:
            self._appositions.setdefault(right, left)

    def _predicate_noun(self, token: Token) -> None:
        """Of "Soleimani was *the head of the Quds Force*": it names him a second time."""
        subject = tree.child(token, "nsubj")
        if subject is None or subject.i not in self._by_head or not _is_plainly_said(token):
            return
        determiners = tree.children(token, "det", "nmod:poss")
        is_office = not determiners and self.acts(token) and token.feature("Number") != "Plur"
        if not is_office and not any(item.lower_ == "the" or item.base == "nmod" for item in determiners):
            return
        left, right = self.of(subject), self.of(token)
        if left is not None and right is not None and left != right:
            self._appositions.setdefault(right, left)

    def _office_taken(self, token: Token) -> None:
        """Of "hired Cole as *coach*", "Cole was named as *coach*", "Cole serves as *coach*": it names him again."""
        verb = token.head
        if verb.pos_ != "VERB" or not _is_plainly_said(verb) or token.i in self._name_at:
            return
        if verb.is_a("naming_as"):
            named = tree.child(verb, "obj") or tree.child(verb, "nsubj:pass")
            named = named or (verb.head if verb.dep_ == "acl" else tree.child(verb, "nsubj"))
        elif verb.is_a("serving_as"):
            named = tree.child(verb, "nsubj")
        else:
            return
        if named is None or not (named.i in self._name_at or named.pos_ == "PRON"):
            return
        left, right = self.of(named), self.of(token)
        if left is not None and right is not None and left != right:
            self._appositions.setdefault(right, left)


def _is_plainly_said(clause: Token) -> bool:
    """Whether nothing keeps a clause from being so, sooner or later: not "was not", "may be", "was once"."""
    auxiliaries = all(item.lemma_.lower() in PLAIN_AUXILIARIES for item in tree.children(clause, "aux"))
    return auxiliaries and all(item.is_a("affirming_adverb") for item in tree.children(clause, "advmod"))


def antecedent(token: Token) -> Token:
    """The noun that a relative pronoun stands for: "sanctions *whose* imposition …"; other tokens are themselves."""
    if token.tag_ not in {"WDT", "WP", "WP$"}:
        return token
    for item in tree.ancestors(token):
        if item.dep_ == "acl:relcl":
            return item.head
    return token


def _gender(token: Token, form: Form, title: str) -> str:
    if form is Form.PRONOUN:
        return GENDERS.get(token.lower_, "")
    if form is Form.NOMINAL:
        return "masc" if token.is_a("male") else "fem" if token.is_a("female") else ""
    first = title.lower().split(" ")[0] if title else token.doc[token.left_edge.i].lower_
    is_a = token.doc.lexicon.is_a
    return "masc" if is_a(first, "male_title") else "fem" if is_a(first, "female_title") else ""


def _adjacent(tokens: list[Token], head: Token) -> list[Token]:
    """The tokens that form one run with the head."""
    kept = [head]
    for token in reversed([item for item in tokens if item.i < head.i]):
        if token.i == kept[0].i - 1:
            kept.insert(0, token)
    for token in tokens:
        if token.i == kept[-1].i + 1:
            kept.append(token)
    return kept
