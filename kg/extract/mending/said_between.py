"""Who says so in the midst of a relative clause: "The man *police say* killed three people was arrested".

In: the verb of saying. Out: what to change in a tree that has the person for a word before the speaker ("man police")
and the saying for the main verb, so that the man has killed, the police say so, and the man was arrested.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.mending.clauses import NOUNS, OF_SUBJECT
from kg.extract.text import tree

if TYPE_CHECKING:
    from kg.extract.text.tokens import Changes, Token

FINITE = frozenset(["VBD", "VBZ", "VBP"])
BELOW = frozenset(["advcl", "ccomp", "conj", "parataxis", "xcomp"])
"""Labels under which the main verb is found behind what is said."""


def said_between(saying: Token) -> Changes:
    """As in "The man *police say* killed three people was arrested", and not "A police spokesman says he fled"."""
    speakers = tree.children(saying, "nsubj")
    said = [item for item in tree.children(saying, "ccomp") if item.i == saying.i + 1]
    if len(speakers) != 1 or not said or not saying.doc.lexicon.verb(saying.lemma_.lower()).speech:
        return {}
    speaker, claim = speakers[0], said[0]
    person = speaker.doc[speaker.i - 1] if speaker.i > speaker.sent.start else speaker
    plural = speaker.tag_ == "NNS" and speaker.is_a("acting")
    if not plural or speaker.i != saying.i - 1 or person.head is not speaker or person.base != "compound":
        return {}
    if person.tag_ != "NN" or not person.is_a("person") or tree.children(claim, *OF_SUBJECT):
        return {}
    main = next((item for item in saying.subtree if item.i > claim.i and _is_main(item, claim)), None)
    if main is None:
        return {}
    if claim.tag_ == "VBN":
        claim.tag_ = "VBD"
    changes = {item.i: (person.i, item.dep_) for item in speaker.words if item.i < person.i}
    changes |= {item.i: (main.i, item.dep_) for item in tree.children(saying, "punct")}
    changes |= {item.i: (claim.i, "obj") for item in tree.children(main, *OF_SUBJECT)}
    top = main.i if saying.head is saying else saying.head.i
    return changes | {
        main.i: (top, saying.dep_),
        person.i: (main.i, "nsubj:pass" if tree.is_passive(main) else "nsubj"),
        saying.i: (person.i, "acl:relcl"),
        claim.i: (saying.i, "ccomp"),
    }


def _is_main(verb: Token, claim: Token) -> bool:
    """A finite verb below what is said, whose subject, if any, is what that verb lacks for an object."""
    finite = verb.tag_ in FINITE or any(item.tag_ in FINITE for item in tree.children(verb, "aux", "aux:pass"))
    if verb.pos_ != "VERB" or verb.head.i not in {claim.i, claim.head.i} or verb.base not in BELOW or not finite:
        return False
    if tree.children(verb, "mark", "cc", "advmod") or any(item.text == "," for item in verb.words):
        return False
    subjects = tree.children(verb, *OF_SUBJECT)
    objects = tree.children(claim, "obj")
    if not subjects:
        return bool(objects)
    return not objects and subjects[0].pos_ in NOUNS and subjects[0].left_edge.i == claim.i + 1
