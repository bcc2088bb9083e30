"""What a misread tree hides: the few errors of parsers that grammar itself gives away, each with its repair."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.text import tree
from kg.extract.text.joined import shared_object
from kg.extract.text.lexicon import Kind
from kg.extract.text.measures import is_extent, is_time
from kg.extract.text.name_labels import ACTORS, OWN_NAMES, TIMES

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.extract.text.lexicon import Lexicon
    from kg.extract.text.tokens import Token


ROUGHLY = frozenset(["about", "around", "over", "under"])
"""Prepositions that before a number only make it rough."""


NOBODY = frozenset(["nobody", "none", "noone"])
END_OF_SENTENCE = frozenset([".", "?", "!", "”", '"'])
ARTICLES = frozenset(["the", "a", "an"])

EACH_OTHER = {"each": (1, "other"), "other": (-1, "each"), "one": (1, "another"), "another": (-1, "one")}
"""Words of a reciprocal pronoun: where its other word stands, and which that is."""


def misread_subject(verb: Token) -> Token | None:
    """The subject of a clause whose conjunction was read as a preposition: "… after *militiamen* ransacked it"."""
    first = tree.child(verb, "aux:pass") if verb.tag_ == "VBN" else verb
    if first is None or first.tag_ not in {"VBD", "VBZ", "VBP"} or first.i == verb.sent.start:
        return None
    before = verb.doc[first.i - 1]
    if before.pos_ not in {"NOUN", "PROPN"} or before.base not in {"nmod", "obl"}:
        return None
    return before if tree.preposition(before) in {"after", "before", "since", "as", "until", "while", "when"} else None


def is_behind_particle(noun: Token, verb: Token) -> bool:
    """As in "spun *off its hotels*": without a preposition right behind the particle of the verb, it is its object."""
    if is_time(noun) or noun.dep_ != "obl" or noun.preposition or "nummod" in noun.family:
        return False
    return noun.left_edge.tag_ != "IN" and any(
        item.i == noun.left_edge.i - 1 for item in tree.children(verb, "compound:prt")
    )


def modified(subject: Token) -> Token:
    """The noun of "a *law* banning vendors was passed", where the tree takes the participle for the noun."""
    if subject.tag_ == "VBG" and subject.pos_ == "VERB":
        before = [item for item in tree.children(subject, "compound") if item.i == subject.i - 1]
        if before and before[0].pos_ in {"NOUN", "PROPN"}:
            return before[0]
    return subject


def timely(subject: Token) -> Token | None:
    """What a time was read as the head of: "*a fire* yesterday evening killed five"; None for a mere time."""
    if not is_time(subject):
        return subject
    for item in tree.children(subject, "compound"):
        if item.pos_ == "NOUN" and item.i < subject.i and not is_time(item):
            return item
    for item in tree.children(subject, "appos"):  # "*Yesterday*, Nancy Pelosi, the speaker, said"
        if item.ent_type_ in {"PERSON", "ORG"}:
            return item
    return None


def is_title(noun: Token, names: list[Token]) -> bool:
    """As in "killed *cyclist* Omar Reyes", "filed a *missing persons* report": no one who gets it, but part of it."""
    if not names or noun.pos_ != "NOUN" or noun.right_edge.i + 1 != names[0].left_edge.i:
        return False
    articles = tree.children(noun, "det", "nmod:poss", "nummod")
    if names[0].ent_type_ in {"PERSON", "ORG"} or (names[0].pos_ == "PROPN" and noun.is_a("company")):
        return noun.tag_ == "NN" and not articles
    counted = noun.tag_ == "NNS" and any(item.lower_ in tree.INDEFINITE for item in articles)
    return counted and names[0].tag_ == "NN"


def gap_of(verb: Token, *, has_subject: bool) -> list[Token]:
    """The antecedent of a relative clause without pronoun: "the general the US killed"."""
    if (
        verb.dep_ != "acl:relcl"
        or not has_subject
        or any(item.tag_ in {"WDT", "WP", "WP$", "WRB"} for item in verb.subtree)
    ):
        return []
    if tree.children(verb, "ccomp", "xcomp", "cop") or not tree.children(verb, "nsubj"):
        return []
    return [] if verb.head.lemma_.lower() in tree.TIME_NOUNS else [verb.head]  # "the week the minister resigned"


def counted_object(verb: Token) -> list[Token]:
    """The object whose "over" or "about" was read as a preposition: "rescued *over 700 sailors*"."""
    for item in tree.children(verb, "obl"):
        case = tree.children(item, "case")
        if len(case) != 1 or case[0].lower_ not in ROUGHLY or case[0].i != verb.i + 1 or is_time(item):
            continue
        if verb.doc[case[0].i + 1].tag_ == "CD" and item.i > case[0].i:
            return [item] if verb.doc.lexicon.verb(verb.lemma_.lower()).frame.name == "act" else []
    return []


def is_undergone(verb: Token) -> bool:
    """As in "reported 40 soldiers *killed*": what is done to someone by force, said without an object."""
    return (
        _is_ordered(verb)
        or _is_accused(verb)
        or (
            verb.is_a("undergone")
            and verb.tag_ in {"VBD", "VBN"}
            and verb.dep_ != "acl:relcl"  # "the rebels *troops killed*"
            and not tree.children(verb, "obj", "aux", "ccomp", "xcomp", "csubj")
            and not shared_object(verb)[0]
            and not counted_object(verb)
            and bool(tree.children(verb, "nsubj"))
            and not any(item.tag_ in {"WDT", "WP"} for item in tree.children(verb, "nsubj"))
        )
    )


def _is_ordered(verb: Token) -> bool:
    """As in "ordered the man *held* without bail": behind an order no past form is one."""
    if verb.base not in {"ccomp", "xcomp"} or verb.tag_ not in {"VBD", "VBN"} or verb.head.lemma_.lower() != "order":
        return False
    someone = tree.children(verb, "nsubj") if verb.base == "ccomp" else tree.children(verb.head, "obj")
    objects = [item for item in tree.children(verb, "obj") if not item.preposition]
    return bool(someone) and not objects and not tree.children(verb, "aux", "mark")


def _is_accused(verb: Token) -> bool:
    """As in "Lund *accused* of lying", a headline: who is accused of something is said, or the verb is passive."""
    if verb.tag_ != "VBD" or not verb.is_a("accusing_of") or verb.dep_ == "acl:relcl":
        return False
    if tree.children(verb, "obj", "iobj", "aux", "ccomp") or not tree.children(verb, "nsubj"):
        return False
    behind = verb.doc[verb.i + 1] if verb.i + 1 < len(verb.doc) else verb
    return behind.lower_ == "of"


def is_headline_passive(verb: Token) -> bool:
    """As in "five killed in blast", "with its leader *jailed*": the auxiliary of the passive is left out."""
    if verb.tag_ == "VBN" and verb.base in {"advcl", "acl"} and verb.dep_ != "acl:relcl":
        marks = [item for item in tree.children(verb, "mark") if item.lower_ != "with"]
        return (
            bool(tree.children(verb, "nsubj"))
            and not tree.children(verb, "aux", "obj", "ccomp", "advmod")
            and not marks
        )
    left_so = verb.is_a("leaving") and any(item.pos_ == "ADJ" for item in tree.children(verb, "xcomp"))
    return (
        (verb.tag_ == "VBN" or (verb.tag_ == "VBD" and left_so))
        and verb.base in {"root", "ROOT", "ccomp", "parataxis"}
        and not tree.children(verb, "aux", "obj", "ccomp")
        and bool(tree.children(verb, "nsubj"))
        and not any(token.text == "." for token in verb.sent)
    )


def is_found_so(word: Token) -> bool:
    """As in "was found *dead*", "pronounced him *dead*": whoever says so has not done it."""
    return word.base == "xcomp" and word.head.pos_ == "VERB" and word.head.is_a("finding_so")


def said_dead(word: Token, names_someone: Callable[[Token], bool]) -> Token | None:
    """Of whom it is said that he is: "was found *dead*", "two people are *dead*", "3 *dead* in fire"; else None.

    `names_someone`: whether a noun does; a deal that is dead has not died.
    """
    if is_found_so(word):
        said_of = [
            item for item in tree.children(word.head, "obj") if item.i < word.i
        ]  # "left *two* dead and a nurse hurt"
        said_of = said_of or list(tree.children(word.head, "obj")) or list(tree.children(word.head, "nsubj"))
        return said_of[-1] if said_of else word.head.head
    if not word.is_a("dead"):
        return None
    if tree.children(word, "cop"):
        subjects = [item for item in tree.children(word, "nsubj") if names_someone(item) and item.lower_ not in NOBODY]
        return subjects[0] if subjects and not tree.children(word, "aux") else None  # not "may be *dead*"
    number = word.doc[word.i - 1] if word.i > word.sent.start else word
    counted = word.doc[word.i + 1] if word.i + 1 < word.sent.end else word
    is_number = number.pos_ == "NUM" and number.ent_type_ not in TIMES
    return number if is_number and counted.pos_ not in {"NOUN", "PROPN", "ADJ", "NUM"} else None


def is_headline_past(verb: Token) -> bool:
    """A past form without object in a headline, which leaves out articles and the full stop."""
    return (
        verb.tag_ == "VBD"
        and verb.base in {"root", "ROOT", "ccomp", "parataxis"}
        and bool(tree.children(verb, "nsubj"))
        and not tree.children(verb, "aux", "obj", "ccomp", "iobj")
        and not any(token.text in END_OF_SENTENCE or token.lower_ in ARTICLES for token in verb.sent)
    )


def is_headline_passive_past(verb: Token, lexicon: Lexicon) -> bool:
    """As in "Four *stabbed* at station", "Firm *allowed* to bid": a headline tells in the present."""
    if not is_headline_past(verb):
        return False
    entry = lexicon.verb(verb.lemma_.lower())
    if tree.children(verb, "xcomp"):
        return entry.control == "object"
    return entry.kind is Kind.EVENT and entry.frame.name == "act"


def joins_passive(verb: Token, lexicon: Lexicon) -> bool:
    """The second of "were arrested and *released*", read as a past tense: what needs an object shares the voice."""
    objects = [item for item in tree.children(verb, "obj", "nsubj", "ccomp", "aux") if not is_time(item)]
    if verb.tag_ != "VBD" or verb.base != "conj" or objects:
        return False
    return tree.is_passive(verb.head) and lexicon.verb(verb.lemma_.lower()).frame.name == "act"


def passive_beside(verb: Token) -> Token | None:
    """The last of two passives side by side, whose by-phrase is that of both: "are picked and *bought* by the state".

    None where the second says who came after the first: "was fired and replaced by Berg".
    """
    for other in tree.children(verb, "conj"):
        between = verb.doc[verb.i + 1 : other.i]
        if other.i > verb.i and other.tag_ == "VBN" and all(item.tag_ in {"CC", ","} for item in between):
            return None if other.is_a("succeeding") else other
    return None


def agents_of_first(second: Token) -> list[Token]:
    """The by-phrase behind the second of two passives, hung from the first: "arrested and *beaten* by police"."""
    first = second.head
    if second.base != "conj" or first.tag_ != "VBN" or second.is_a("succeeding"):
        return []
    if any(item.tag_ not in {"CC", ","} for item in second.doc[first.i + 1 : second.i]):
        return []
    phrases = tree.children(first, "obl:agent")
    return [item for item in phrases if item.i > second.i and tree.preposition(item) == "by" and not is_time(item)]


def gapped_behind(first: Token) -> Token | None:
    """The second of two passives that leaves "were" out: "two men were killed and three *wounded* by rebels"."""
    for second in tree.children(first, "conj"):
        if second.i > first.i and is_gapped(second):
            return second
    return None


def is_gapped(second: Token) -> bool:
    """Whether a passive behind "and" has a subject and no verb but that of the first, which says nothing more.

    What stands behind it is then said of both: "two were killed and three *wounded* in a raid".
    """
    first = second.head
    if second.base != "conj" or second.tag_ != "VBN" or first.tag_ != "VBN" or "aux:pass" not in first.family:
        return False
    own = tree.children(second, "nsubj", "nsubj:pass")
    if second.left_edge.tag_ != "CC" or not own or tree.children(second, "aux"):
        return False
    behind = [item for item in tree.children(first, "obl", "obj", "advcl", "xcomp", "ccomp") if item.i > first.i]
    return "aux:pass" not in second.family and all(is_time(item) for item in behind)


def wanted_doer(verb: Token) -> Token | None:
    """The subject of an infinitive behind "for", read as a phrase of what stands before it.

    "called *for a law* to be made", "unusual *for a king* to speak", "a room *for the sides* to talk". Also whoever is
    given what it takes: "gave *people* no time to escape", "gave *them* a week to leave".
    """
    governor = verb.head
    before = verb.doc[verb.left_edge.i - 1]
    if verb.base == "advcl" and governor.is_a("giving") and (before.lemma_ in tree.TIME_NOUNS or is_time(before)):
        given = tree.children(governor, "iobj")
        return given[0] if given and given[0].i < verb.i and tree.has_to(verb) else None
    if verb.base == "acl" and governor.is_a("enabling"):
        given = [item for item in tree.children(governor.head, "iobj") if item.i < governor.i]
        if given:
            return given[0]
    if governor.pos_ == "VERB" and tree.is_passive(governor):
        return None  # "was jailed *for* theft to deter others"
    for item in tree.children(governor, "obl", "nmod"):
        last = item.right_edge.i
        counted = (
            is_extent(item) or item.lemma_ in tree.TIME_NOUNS or item.tag_ == "CD"
        )  # "bowled them out *for 118* to win"
        if governor.i < item.i < verb.i and tree.preposition(item) == "for" and not counted:
            if governor.pos_ == "NOUN" and not (item.ent_type_ in ACTORS or item.is_a("acting")):
                return None  # "a contract *for two billion* to repair the ships"
            return item if last + 1 == verb.left_edge.i else None
    return None


OTHERS_DOING = frozenset(["according", "after", "before", "following"])
"""Prepositions of what others did: "freed after *mediation by elders*", "found, according to *a report by Oslo*"."""


def misplaced_agent(verb: Token, obliques: list[tuple[str, Token]], *, is_date: Callable[[Token], bool]) -> list[Token]:
    """The agent of a passive that was hung from a word before it.

    "rescued from the mountain *by a helicopter*", "granted asylum *by Mexico*", "ordered to leave *by the governor*".
    """
    for clause in tree.children(verb, "xcomp"):
        phrases = tree.children(clause, "obl") if tree.has_to(clause) and not tree.is_passive(clause) else []
        for item in phrases[:1]:
            if tree.preposition(item) == "by" and (item.is_a("person") or item.ent_type_ in OWN_NAMES):
                return [item]
    spots = [noun for prep, noun in reversed(obliques) if prep.partition(" ")[0] not in OTHERS_DOING]
    for noun in [*tree.children(verb, "obj"), *spots]:
        for item in tree.children(noun, "nmod"):
            if tree.preposition(item) == "by" and not is_date(item):
                return [item]
    return []


def is_each_other(word: Token) -> bool:
    """Either word of "each other", "one another"."""
    pair = EACH_OTHER.get(word.lower_)
    if pair is None:
        return False
    step, other = pair
    at = word.i + step
    return 0 <= at < len(word.doc) and word.doc[at].lower_ == other


def is_fronted(noun: Token) -> bool:
    """Whether its phrase opens the sentence, a comma behind it: "*On her return*, she …"."""
    last = noun.right_edge.i
    ends = noun.doc[last : last + 2]
    return noun.left_edge.i == noun.sent.start and any(item.text == "," for item in ends)


def is_no_verb(verb: Token) -> bool:
    """As in "remain *unconfirmed*", "the vote was *nonbinding*": adjectives in the form of participles."""
    adjective = verb.lower_.startswith("un") or verb.lower_.endswith(("able", "ible"))
    return (verb.tag_ == "VBN" and adjective) or bool(tree.children(verb, "cop"))


def is_inverted(verb: Token, noun: Token, lexicon: Lexicon) -> bool:
    """As in "…," *wrote* Shabani: after a quotation the speaker follows a reporting verb and is no object."""
    if any(item.i < verb.i for item in tree.children(verb, "nsubj")):
        return False  # "the mayor, Ada Lem, *advised residents* to leave"
    if verb.tag_ == "VBG" and verb.i and verb.nbor(-1).text == "," and verb.doc[verb.i - 2].text not in tree.CLOSING:
        return False  # "the paper reported*, citing* two aides"
    if verb.tag_ == "VB" and verb.base == "conj":
        return False  # "asked them to leave, *name those* who paid and go"
    before = verb.doc[verb.i - 1].text if verb.i else ""
    told = before in tree.CLOSING | {",", "?", "!"} or (verb.i == verb.sent.start and verb.tag_ in tree.FINITE)
    if not told or noun.i < verb.i or noun.ent_type_ not in {"PERSON", "ORG", ""}:
        return False
    if noun.base == "iobj" and (verb.is_a("telling") or before == "," or verb.tag_ not in tree.FINITE):
        return False  # "…”, *telling reporters*"
    names = noun.pos_ in {"PROPN", "PRON"} or bool(tree.children(noun, "appos", "flat"))
    if before == "," and verb.base == "conj" and not names:
        return False  # "shot two workers*, criticized a diplomat* and fled"
    speaks = names or (noun.pos_ == "NOUN" and noun.is_a("person"))
    if before in tree.CLOSING and verb.tag_ in tree.FINITE:  # "…,” *added the statement*", "…,” *read the letter*"
        speaks = speaks or noun.is_a("paper", "document", "statement", "company")
    return speaks and lexicon.verb(verb.lemma_.lower()).speech


def said_of_noun(verb: Token) -> Token | None:
    """The noun that a finite verb without subject is said of: "fired on *barges* it says *were* used by smugglers"."""
    clause = verb.head
    if clause.dep_ not in {"acl:relcl", "acl"} or clause.i > verb.i or not tree.children(clause, "nsubj"):
        return None
    if not tree.is_finite(verb) or tree.children(clause, "obj", "mark") or tree.children(verb, "mark", "csubj", "expl"):
        return None
    return tree.referent(clause.head)


def asked_before(verb: Token) -> Token | None:
    """The verb by which somebody else is asked to do so: "*urged* voters *to stay* home, saying …"."""
    asking = verb.head
    if verb.base not in {"xcomp", "advcl", "ccomp"} or not tree.has_to(verb) or asking.pos_ != "VERB":
        return None
    return asking if any(item.i < verb.i for item in tree.children(asking, "obj", "iobj")) else None


def offered_by(verb: Token) -> Token | None:
    """Whose offer or plan it is, hung from who takes or leaves it: "accepted an offer *from Oslo* to host it"."""
    if not verb.head.is_a("heeding") or not tree.has_to(verb):
        return None
    for offer in tree.children(verb.head, "obj"):
        if (offer.lemma_.lower() == "offer" or offer.is_a("undertaking", "proposed")) and offer.i < verb.i:
            behind = [item for item in tree.children(offer, "nmod") if tree.preposition(item) in {"by", "from"}]
            return next(iter([*tree.children(offer, "nmod:poss"), *behind]), None)
    return None
