"""ClearNLP dependency labels (en_core_web_*) → Universal Dependencies, in this one place.

ClearNLP hangs a noun under its preposition and a predicate noun under the verb *be*; UD does the reverse. The Doc is
rebuilt with turned heads; words, tags, names and borders stay. Source of the label sets: spaCy's glossary and the
UD v2 guidelines (universaldependencies.org/u/dep).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.tokens import Doc

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Token

PLAIN = {
    "nsubjpass": "nsubj:pass", "csubjpass": "csubj:pass", "auxpass": "aux:pass", "dobj": "obj", "dative": "iobj",
    "relcl": "acl:relcl", "poss": "nmod:poss", "neg": "advmod", "nn": "compound", "prt": "compound:prt",
    "npadvmod": "obl:unmarked", "intj": "discourse", "predet": "det:predet", "preconj": "cc:preconj",
    "quantmod": "advmod", "oprd": "xcomp", "meta": "dep", "ROOT": "root", "number": "nummod", "complm": "mark",
    "rcmod": "acl:relcl", "infmod": "acl", "partmod": "acl", "tmod": "obl:unmarked", "possessive": "case",
}  # fmt: skip
"""Labels that only change their name."""
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET"})


def is_clearnlp(nlp: Language) -> bool:
    """Whether the pipeline's parser speaks ClearNLP labels."""
    return "parser" in nlp.pipe_names and "nsubjpass" in nlp.get_pipe("parser").labels  # type: ignore[attr-defined]


def to_universal(doc: Doc) -> Doc:
    """A copy of the Doc with UD heads and labels; the input is not changed."""
    heads = [token.head.i for token in doc]
    deps = [PLAIN.get(token.dep_, token.dep_) for token in doc]
    for token in doc:
        if token.dep_ == "case" and token.tag_ == "POS":
            deps[token.i] = "case"
        elif token.dep_ in {"prep", "agent"}:
            _turn_preposition(token, heads, deps)
    for token in doc:
        if token.lemma_ == "be" and token.dep_ not in {"aux", "auxpass"}:
            _turn_copula(token, heads, deps)
    return _rebuilt(doc, heads, deps)


def _turn_preposition(token: Token, heads: list[int], deps: list[str]) -> None:
    """*killed ← by ← strike* becomes *killed ← strike(obl:agent) ← by(case)*."""
    objects = [child for child in token.children if child.dep_ in {"pobj", "pcomp"}]
    if not objects:
        deps[token.i] = "advmod" if token.head.pos_ in {"VERB", "AUX"} else "dep"
        return
    noun = objects[0]
    governor = token.head
    if noun.dep_ == "pcomp":
        deps[noun.i] = "advcl" if governor.pos_ in {"VERB", "AUX"} else "acl"
        deps[token.i] = "mark"
    else:
        verbal = governor.pos_ in {"VERB", "AUX"}
        deps[noun.i] = ("obl:agent" if token.dep_ == "agent" else "obl") if verbal else "nmod"
        deps[token.i] = "case"
    heads[noun.i] = governor.i
    heads[token.i] = noun.i
    for child in token.children:
        if child.i != noun.i:
            heads[child.i] = noun.i


def _turn_copula(token: Token, heads: list[int], deps: list[str]) -> None:
    """*is ← general(attr)* becomes *general ← is(cop)*; everything else of *be* moves along."""
    predicates = [child for child in token.children if child.dep_ in {"attr", "acomp"}]
    if not predicates:
        return
    predicate = predicates[0]
    heads[predicate.i] = predicate.i if heads[token.i] == token.i else heads[token.i]
    deps[predicate.i] = deps[token.i]
    for child in token.children:
        if child.i != predicate.i and heads[child.i] == token.i:
            heads[child.i] = predicate.i
    heads[token.i] = predicate.i
    deps[token.i] = "cop"


def _rebuilt(doc: Doc, heads: list[int], deps: list[str]) -> Doc:
    copy = Doc(
        doc.vocab,
        words=[token.text for token in doc],
        spaces=[bool(token.whitespace_) for token in doc],
        tags=[token.tag_ for token in doc],
        pos=[token.pos_ for token in doc],
        morphs=[str(token.morph) for token in doc],
        lemmas=[token.lemma_ for token in doc],
        heads=heads,
        deps=deps,
        ents=[f"{token.ent_iob_}-{token.ent_type_}" if token.ent_type_ else "O" for token in doc],
        sent_starts=None,
    )
    copy.user_data = doc.user_data
    return copy
