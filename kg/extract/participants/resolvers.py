"""Who resolves in a resolution: its body stands in a line of its own, and each paragraph begins with what it does.

"*The Security Council,* / *Recalling* its resolutions, / 1. *Demands* a ceasefire; / *Calls upon* …". In: the
predicates of a Doc. Out: the same, those at the head of such a paragraph, and joined to it, with the body as agent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.text import tree
from kg.extract.text.event_types import HARMFUL
from kg.extract.text.name_labels import ACTORS
from kg.model import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.extract.events.arguments import Predicate
    from kg.extract.text.tokens import Doc, Run, Token

MAX_BODY = 8
"""Words of the line that names the body at most."""
ENDINGS = ("s", "ing")
"""Of what it does: "Demands", "Recalling"."""


def add_resolvers(doc: Doc, predicates: Sequence[Predicate]) -> None:
    """Gives the body to the verbs at the heads of its paragraphs that have no doer."""
    owner = {predicate.token.i: predicate for predicate in predicates}
    body: Token | None = None
    for sent in doc.sents:
        words = [token for token in sent if not token.is_space]
        body = _body(words) or body
        if body is None or body.sent is sent:
            continue
        first = next((token for token in words if len(token.text) > 1 and token.text.isalpha()), None)
        if first is None or not first.text[:1].isupper() or not _begins(sent, first):
            continue
        for verb in (first, *tree.children(first, "conj")):
            predicate = owner.get(verb.i)
            if predicate is None or predicate.type in HARMFUL or not verb.lower_.endswith(ENDINGS):
                continue
            if not predicate.fillers(Role.AGENT):
                predicate.add("agent", [body])


def _body(words: list[Token]) -> Token | None:
    """The body that a line names and nothing else: "The General Assembly,"."""
    if not 1 < len(words) <= MAX_BODY or words[-1].text != "," or words[0].lower_ != "the":
        return None
    behind = words[-1].i + 1
    doc = words[0].doc
    if behind >= len(doc) or "\n" not in doc[behind].text:
        return None
    named = [item for item in words if item.ent_type_ in ACTORS or item.is_a("body")]
    verbs = any(item.pos_ in {"VERB", "AUX"} for item in words)
    return None if verbs or not named else words[-2] if words[-2].name is None else words[-2].name.root


def _begins(sent: Run, word: Token) -> bool:
    """Whether nothing but a number or a bullet stands before it in its line."""
    before = [token for token in sent if token.i < word.i and not token.is_space]
    return all(token.is_punct or token.pos_ == "NUM" or len(token.text) <= MAX_NUMBER for token in before)


MAX_NUMBER = 3
"""Letters of "12." or "(a)" at most."""
