"""What surrounds a verb or noun, as the senses of the lexicon ask for it.

In: a word of a UD tree, of a verb its slots. Out: `Usage`: lemmas of the heads around it and the class marks of names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.events.mentions import content_head
from kg.extract.events.misread import is_fronted
from kg.extract.text import tree
from kg.extract.text.lexicon import Usage
from kg.extract.text.lexicon_entries import NO_USAGE
from kg.extract.text.measures import is_score, is_time
from kg.extract.text.name_labels import NAMES
from kg.extract.text.undone import tells_that

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.extract.events.arguments import Slots
    from kg.extract.text.tokens import Token


NAME_MARKS = {label: (f"@{label.lower()}",) for label in NAMES}
"""Class marks that a name brings into a `Usage`."""


SCORE = "@score"
"""Class mark of a score beside a word: "beat them *3-1*", "a *2-2* draw"."""


def verb_usage(verb: Token, slots: Slots) -> Usage:
    """What surrounds a verb."""
    preps: dict[str, tuple[str, ...]] = {}
    for prep, noun in slots.obliques:
        if noun.i < verb.i and is_fronted(noun):
            continue  # "*On her return* she fired two ministers": nobody fired on it
        preps[prep] = (*preps.get(prep, ()), *keys(noun))
    clause, complement = _complement(verb)
    return Usage(
        subject=_all_keys(slots.subject),
        object=_all_keys(slots.object),
        indirect=_all_keys(slots.indirect),
        modifiers=(
            *(
                item.lemma_.lower()
                for item in tree.children(verb, "advmod", "xcomp")
                if item.base == "advmod" or item.tag_ == "VBN" or item.pos_ in {"ADJ", "NOUN", "ADV"}
                # "pleaded *guilty*", "was taken *hostage*", "left two *injured*"
            ),
            *(SCORE for item in tree.children(verb, "obl:unmarked") if is_score(item)),
        ),
        particles=(*particles(verb), *_particles_read_as_cases(verb, slots)),
        preps=preps,
        clause=clause or ("that" if not slots.object and _follows_quotation(verb) else ""),
        complement=complement,
        passive=slots.passive,
    )


def _particles_read_as_cases(verb: Token, slots: Slots) -> tuple[str, ...]:
    """Those of objects behind the verb: "handed *over* the suspect", but not "took part *in a hoax* called …"."""
    return tuple(prep for item in slots.object if item.i > verb.i and (prep := tree.preposition(item)))


def _follows_quotation(verb: Token) -> bool:
    """Whether a quotation stands right before the clause, as what the verb says: "…,” *he continued*"."""
    subject = tree.child(verb, "nsubj")
    if subject is None or tree.children(verb, "xcomp", "ccomp"):
        return False
    first = min(verb.i, subject.left_edge.i)
    return first > 0 and verb.doc[first - 1].text in tree.CLOSING and verb.doc[first - 2].text in {",", "?", "!"}


def noun_usage(noun: Token) -> Usage:
    """What surrounds a noun."""
    governor = _governor(noun)
    if not noun.family:
        return Usage(governor=governor) if governor else NO_USAGE
    preps: dict[str, tuple[str, ...]] = {}
    for item in noun_phrases(noun):
        prep = tree.preposition(item)
        if prep:
            preps[prep] = (*preps.get(prep, ()), *keys(item))
    clause, complement = _complement(noun)
    return Usage(
        owner=_all_keys(tuple(tree.children(noun, "nmod:poss"))),
        modifiers=tuple(key for item in premodifiers(noun) for key in ((SCORE,) if is_score(item) else keys(item))),
        preps=preps,
        clause=clause,
        complement=complement,
        governor=governor,
    )


def noun_phrases(noun: Token) -> Sequence[Token]:
    """The phrases beside a noun, also where they hang from the first of two: "the arrest and *trial of* a mayor"."""
    own = tree.children(noun, "nmod", "obl")
    if own or noun.base != "conj" or noun.head.pos_ != "NOUN" or noun.right_edge.i != noun.i:
        return own
    return [item for item in tree.children(noun.head, "nmod") if item.left_edge.i == noun.i + 1]


def keys(noun: Token) -> tuple[str, ...]:
    """The lemma of the content head, and the class mark of its name; "storm" for what a storm is called."""
    head = content_head(noun)
    if head.text in head.doc.storms:
        return ("storm",)
    if head.lemma_ == "fire" and any(_fires(item) for item in premodifiers(head)):
        return ("gunfire",)
    if head.is_a("blast") and any(item.is_a("explosive") for item in premodifiers(head)):
        return ("bombing",)  # "a roadside *bomb* blast": no mishap
    if head.lemma_ == "level" and any(item.is_a("alarm") for item in premodifiers(head)):
        return ("alert",)  # "raised its *terror threat level*"
    return (head.lemma_.lower(), *NAME_MARKS.get(head.ent_type_, ()))


FIRING = frozenset(["army", "guerrilla", "insurgent", "militant", "militia", "police", "rebel", "separatist"])
"""Who opens fire, said before it."""


def _fires(word: Token) -> bool:
    return word.ent_type_ == "NORP" or word.lemma_.lower() in FIRING


def _all_keys(nouns: tuple[Token, ...]) -> tuple[str, ...]:
    if not nouns:
        return ()
    return tuple(key for noun in nouns for item in tree.conjuncts(noun) for key in keys(item))


def premodifiers(noun: Token) -> list[Token]:
    """Compounds and adjectives before the noun, those of its compounds too ("U.S. drone strike")."""
    found = []
    for item in tree.children(noun, "compound", "amod", "nmod:desc", "nmod:unmarked"):
        if item.i < noun.i:
            found += [*premodifiers(item), item]
    return found


def particles(verb: Token) -> tuple[str, ...]:
    """Particles of a phrasal verb, and the "it" of "as the mayor *put it*"."""
    found = tuple(item.lower_ for item in tree.children(verb, "compound:prt"))
    if found or not any(item.lower_ == "as" for item in tree.children(verb, "mark")):
        return found
    return ("as-it",) if any(item.lower_ == "it" for item in tree.children(verb, "obj", "iobj")) else ()


def _complement(word: Token) -> tuple[str, tuple[str, ...]]:
    """Form of the complement clause (that, to, ing, or none) and the lemma of its verb."""
    for item in tree.children(word, "ccomp", "xcomp", "acl"):
        if item.pos_ not in {"VERB", "AUX", "NOUN", "ADJ"} or (item.dep_ == "acl:relcl" and not tells_that(item)):
            continue
        lemma = (item.lemma_.lower(),)
        bare = item.base == "xcomp" and item.tag_ == "VB"  # "helped *stitch* it together"
        if bare or any(mark.lower_ == "to" for mark in tree.children(item, "mark", "aux")):
            return "to", lemma
        being = item.tag_ == "VBN" and item.base == "xcomp" and any(one.lower_ == "being" for one in item.words)
        if being or (item.tag_ == "VBG" and not tree.children(item, "aux", "nsubj")):
            return "ing", lemma
        if item.base == "ccomp" or any(mark.lower_ == "that" for mark in tree.children(item, "mark")):
            return "that", lemma
    held = "aux:pass" in word.family or word.lemma_ == "clear"  # "was cleared *of killing* him", "cleared him *of* it"
    for item in tree.children(word, "advcl") if held else ():
        if item.tag_ == "VBG" and any(mark.lower_ == "of" for mark in tree.children(item, "mark")):
            return "ing", (item.lemma_.lower(),)
    return "", ()


def _governor(noun: Token) -> tuple[str, ...]:
    """The verb whose subject or object the noun is, with the preposition where one stands between."""
    verb = noun.head
    if "cop" in noun.family and noun.preposition == "under":
        return ("be+under", *_reasons(noun, noun, "be+under"))
    if verb.pos_ != "VERB" or noun.base not in {"nsubj", "obj", "obl"}:
        return ()
    prep = tree.preposition(noun) if noun.base == "obl" else ""
    if not prep:
        return (verb.lemma_.lower(),)
    key = f"{verb.lemma_.lower()}+{prep}"
    return (key, *_reasons(verb, noun, key)) if verb.doc.lexicon.is_a(key, "under_fire") else (key,)


def _reasons(verb: Token, noun: Token, key: str) -> list[str]:
    """As in "came under fire *for* his remarks", which no shots are fired for: the keys of both prepositions."""
    phrases = [*tree.children(verb, "obl"), *tree.children(noun, "nmod")]
    phrases += [inner for item in phrases for inner in tree.children(item, "nmod")]  # "from parties *over* the deal"
    clauses = (*tree.children(verb, "advcl"), *tree.children(noun, "acl"))
    why = [tree.preposition(item) for item in phrases if not _is_when(item)]
    why += [item.lower_ for clause in clauses for item in tree.children(clause, "mark")]
    return [f"{key}+{prep}" for prep in why if prep]


def _is_when(noun: Token) -> bool:
    return is_time(noun) or noun.lemma_.lower() in tree.TIME_NOUNS
