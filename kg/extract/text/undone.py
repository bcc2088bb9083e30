"""What is told as not done, or as untrue, without a "not": by what is done in its place, and by who calls it false."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.text import tree
from kg.extract.text.denials import is_needed
from kg.extract.text.outlook import is_have, is_infinitive, is_negated

if TYPE_CHECKING:
    from kg.extract.text.tokens import Token

IN_ITS_PLACE = frozenset(["instead of", "rather than", "in lieu of", "without"])
"""Prepositions, and conjunctions before a verb form, behind which stands what was not done."""
FALSELY = frozenset(["erroneously", "falsely", "fraudulently", "incorrectly", "mistakenly", "wrongly"])
"""Adverbs of a saying that make what is said untrue, and not the saying undone."""
WOULD = frozenset(["would", "could", "might", "'d", "’d"])
MADE_UP = frozenset(["ASSAULT", "CASUALTY", "COERCE", "CRIME", "DISASTER"])
"""Types of what stories tell and no maker of them does: "in the film, a soldier *kills* the king"."""
PLAYED = frozenset(["VB", "VBG", "VBP", "VBZ"])
PRESENT = frozenset(["VBP", "VBZ"])


def put_off_by(word: Token) -> str:
    """As in "*instead of attacking*", "sent envoys *rather than bomb* it": the words before it, else ""."""
    for item in tree.children(word, "mark", "case", "cc"):
        fixed = " ".join(one.lower_ for one in (item, *tree.children(item, "fixed")))
        open_yet = item.i > word.sent.start and item.nbor(-1).lower_ == "or"  # "with *or without* a deal"
        if fixed in IN_ITS_PLACE and item.i < word.i and not open_yet:
            return "" if fixed == "without" and is_needed(word) else fixed
    bare = word.tag_ == "VBG" and word.base == "acl" and not tree.children(word, "mark", "case")
    if bare and word.head.preposition == "without":
        return "without"  # "*without rebels attacking* it"
    if is_too(word):
        return "too"
    return _falls_short(word) or _had_it_been(word) or _is_made_up(word)


def _falls_short(word: Token) -> str:
    """As in "stopped *short of condemning* it", "is *far from leaving*", "*came close to signing*".

    None of it was done; "are close to signing" lies ahead.
    """
    if _behind(word, "short", "of"):
        return "short of"
    head = word.head
    near = any(_behind(word, item, "to") for item in ("close", "closer", "near"))
    if near and head.is_a("coming_near") and not _is_denied(head, head):
        return "close to"
    if word.tag_ != "VBG" or word.pos_ != "VERB":
        return ""
    if _behind(word, "far", "from"):
        return "far from"
    against = any(item.lower_ == "against" for item in tree.children(word, "mark", "case"))
    return "against" if against and head.is_a("deciding") and not _is_denied(head, head) else ""


def _behind(word: Token, before: str, marker: str) -> bool:
    marked = [item for item in tree.children(word, "mark", "case") if item.lower_ == marker]
    return bool(marked) and marked[0].i > word.sent.start and marked[0].nbor(-1).lower_ == before


def _had_it_been(verb: Token) -> str:
    """As in "would have killed hundreds *had it exploded*", "if the army *had attacked*, many would have died".

    It was not so; and what had not been done, was.
    """
    if verb.tag_ not in {"VBD", "VBN"} or is_negated(verb):
        return ""
    auxiliaries = {item.lower_ for item in tree.children(verb, "aux")}
    if "have" in auxiliaries and auxiliaries & {"was", "were"} and tree.has_to(verb):
        return "was to have"  # "*was to have* met the king"
    return "had" if _is_unreal(verb) else ""


def _is_unreal(verb: Token) -> bool:
    """Whether the clause sets what was not: "*had it exploded*", "*if the army had attacked*"."""
    subjects = tree.children(verb, "nsubj", "nsubj:pass", "expl")
    if not subjects or subjects[-1].i > verb.i:
        return False
    first = subjects[0].left_edge
    before = verb.doc[first.i - 1] if first.i > verb.sent.start else first
    inverted = before.lower_ == "had" and (before.head.i == verb.i or verb.head.i == before.i)
    had = verb.tag_ == "VBN" and any(item.lower_ in {"had", "'d", "’d"} for item in tree.children(verb, "aux"))
    return (inverted or (had and before.lower_ == "if")) and any(map(_would_have, verb.sent))


def was_so(verb: Token) -> bool:
    """As in "would *not* have attacked *if* it had *not* been bombed", "*hardly* had it begun *when* …": it was so."""
    if any(item.lower_ in {"hardly", "scarcely"} for item in tree.children(verb, "advmod")):
        clauses = tree.children(verb, "advcl")
        return any(
            one.lower_ in {"when", "before"} for item in clauses for one in tree.children(item, "mark", "advmod")
        )
    if verb.tag_ != "VBN":
        return False
    if _is_unreal(verb):
        return True
    would = any(item.lower_ in WOULD for item in tree.children(verb, "aux"))
    return would and any(map(_is_unreal, tree.children(verb, "advcl", "conj")))


def _would_have(word: Token) -> bool:
    """Whether it is the modal of "*would* have died"."""
    if word.lower_ not in WOULD:
        return False
    return any(is_have(item) for item in word.doc[word.i + 1 : min(word.i + 4, len(word.doc))])


def _is_made_up(verb: Token) -> str:
    """As in "*in the film*, a soldier kills the king", "*the novel* tells of a girl who kills her father"."""
    if verb.tag_ not in PLAYED or verb.pos_ != "VERB" or verb.doc.lexicon.verb(verb.lemma_.lower()).type not in MADE_UP:
        return ""
    if not (verb.tag_ in PRESENT or any(item.tag_ in PRESENT for item in tree.children(verb, "aux", "aux:pass"))):
        return ""
    for clause in (verb, *tree.ancestors(verb)):
        for item in tree.children(clause, "obl"):
            if item.is_a("fiction", "imagined") and tree.preposition(item) in {"in", "under"}:
                return item.lower_
        for item in tree.children(clause, "nsubj") if clause is not verb else ():
            if item.is_a("fiction") and clause.tag_ in PRESENT and item.lemma_ not in {"film", "play"}:
                return item.lower_
    return ""


def called_untrue(noun: Token) -> str:
    """By what "*rumours* that he fled *proved false*", "the *report* was *a hoax*", "*retracted* a report"; else ""."""
    verb = noun.head
    if noun.base == "obj" or noun.dep_ == "nsubj:pass":
        made_up = verb.lemma_ == "make" and any(item.lower_ == "up" for item in tree.children(verb, "compound:prt"))
        return verb.lower_ if (made_up or verb.is_a("disproving")) and not _is_denied(verb, verb) else ""
    if noun.base != "nsubj":
        return ""
    said = [verb] if "cop" in verb.family else tree.children(verb, "xcomp") if verb.is_a("turning_out_as") else ()
    return next(
        (item.lower_ for item in said if item.is_a("untrue", "falsehood") and not _is_denied(item, verb)),
        "",
    )


def _is_denied(adjective: Token, verb: Token) -> bool:
    denied = {"no", "not", "n't", "n’t", "never"}
    return any(item.lower_ in denied for one in (adjective, verb) for item in one.words)


def says_falsely(verb: Token) -> str:
    """As in "*falsely claims* that it was bombed", "a *fake* video *showed* him leaving": the word, else ""."""
    falsely = [item for item in tree.children(verb, "advmod") if item.lower_ in FALSELY]
    for subject in tree.children(verb, "nsubj"):
        falsely += [item for item in tree.children(subject, "amod") if item.is_a("untrue")]
    return falsely[0].lower_ if falsely else ""


def came_about(verb: Token) -> bool:
    """As in "could have *prevented* the attack", "was unable to *stop* the killers": it happened all the same."""
    if not verb.is_a("forestalling"):
        return False
    auxiliaries = tree.children(verb, "aux")
    if any(item.lower_ in WOULD | {"should"} for item in auxiliaries) and any(map(is_have, auxiliaries)):
        return not is_negated(verb)
    if is_negated(verb):
        return not any(item.lower_ in {"will", "wo", "would", "must", "should"} for item in auxiliaries)
    head = verb.head
    if not is_infinitive(verb):
        return False
    too_little = head.is_a("unable") or is_too(verb)
    return too_little or (head.is_a("falling_short") and head.tag_ in {"NN", "VBD", "VBN"})


def is_too(verb: Token) -> bool:
    """As in "was *too weak* to hold the bridge", "came *too late* to save them": it was not done.

    Who is "only too happy to" does it, and what it is "too early to say" may be so.
    """
    if not is_infinitive(verb) or verb.left_edge.i < verb.sent.start + 2:
        return False
    how = verb.left_edge.nbor(-1)
    if how.pos_ not in {"ADJ", "ADV"} or how.nbor(-1).lower_ != "too" or is_negated(how):
        return False
    before = verb.doc[how.i - 2].lower_ if how.i - 2 >= verb.sent.start else ""
    return before not in {"all", "only", "never", "not"} and not verb.doc.lexicon.verb(verb.lemma_.lower()).speech


def leads_nowhere(noun: Token) -> str:
    """As in "the *attempt* to seize it *failed*", "a *bid* to oust him was *thwarted*": the verb, else ""."""
    verb = noun.head
    if verb.pos_ != "VERB" or not noun.is_a("undertaken") or _is_denied(verb, verb):
        return ""
    if any(item.lower_ in WOULD | {"will", "may", "can"} for item in tree.children(verb, "aux")):
        return ""
    failed = noun.dep_ == "nsubj" and verb.is_a("coming_to_nothing")
    return verb.lower_ if failed or (noun.base == "obj" and verb.is_a("outliving")) else ""


def holds_untrue(verb: Token, said: Token) -> bool:
    """As in "do *not think* that rebels killed him": they did not, so far as who says so knows."""
    if said.base != "ccomp" or not verb.is_a("opining") or not is_negated(verb):
        return False
    return not tree.children(verb, "obj") and not any(
        item.lower_ in {"can", "ca", "could", "whether", "if"} for item in (*verb.words, *tree.children(said, "mark"))
    )


def tells_that(verb: Token) -> bool:
    """As in "the claim by Moscow *that it downed the jet*": what is told, and no clause about who tells it."""
    marks = [item for item in tree.children(verb, "mark") if item.lower_ == "that"]
    return bool(marks) and bool(tree.children(verb, "nsubj", "nsubj:pass", "expl"))


def is_undone_verdict(deed: Token, verb: Token) -> bool:
    """As in "*overturned* his conviction for killing a guard": whether he killed him is open again."""
    if deed.base != "advcl" or not verb.is_a("undoing") or is_negated(verb):
        return False
    if not any(item.lower_ in {"for", "over"} for item in tree.children(deed, "mark", "case")):
        return False
    return any(item.is_a("tried") and item.i < deed.i for item in tree.children(verb, "obj", "nsubj:pass"))


def is_unproven(verb: Token, said: Token) -> bool:
    """As in "*no proof* has *emerged* that rebels killed him"."""
    if said.base != "ccomp" or not verb.is_a("coming_up"):
        return False
    return any(map(tree.is_nobody, tree.children(verb, "nsubj")))


def is_saved_from(verb: Token, noun: Token) -> bool:
    """As in "was *saved from destruction*", not "from *the fire*", which was."""
    if noun.base != "obl" or noun.preposition != "from" or noun.pos_ != "NOUN" or not verb.is_a("preventing"):
        return False
    return not tree.children(noun, "det", "nmod:poss") and not is_negated(verb)


def until_then(verb: Token) -> bool:
    """As in "did not resign *until Monday*", "did not attack *until* rebels *shelled* the port": then it was done."""
    if not any(item.lower_ in {"did", "was", "were"} for item in tree.children(verb, "aux", "aux:pass")):
        return False
    for item in tree.children(verb, "advcl"):
        until = any(one.lower_ in {"until", "till"} for one in tree.children(item, "mark"))
        told = item.tag_ == "VBD" or any(one.tag_ == "VBD" for one in tree.children(item, "aux", "aux:pass"))
        if until and told:
            return True
    return any(item.preposition in {"until", "till"} for item in tree.children(verb, "obl", "obl:tmod"))
