"""spaCy's English tokenizer with the few rules that news and the treebank ask for besides.

A run of marks ("!!!", "=====", "****") is one token, as in the treebank; a title or abbreviation keeps its full stop
("Maj.", "et al.") and so ends no sentence; "and/or" is three words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import spacy
from spacy.util import compile_prefix_regex, compile_suffix_regex

if TYPE_CHECKING:
    from spacy.language import Language

ABBREVIATIONS = (
    "Maj.", "Lt.", "Col.", "Sgt.", "Capt.", "Brig.", "Cmdr.", "Pvt.", "Spc.", "Supt.", "Insp.", "Pres.", "Amb.",
    "Hon.", "Det.", "Sr.", "Fr.", "Ft.", "Gens.", "Sens.", "Reps.", "Govs.", "Cpl.", "Pfc.", "Atty.", "Sheikh.", "al.",
    "e-mail", "E-mail", "e-mails", "E-mails",
)  # fmt: skip
"""Forms that spaCy's English tokenizer cuts in two or three."""
RUNS = (r"[!?]{2,}", r"={2,}", r"\*{2,}", r"_{2,}", r"#{2,}", r"\+{2,}", r"~{2,}", r"\${2,}", r"<{2,}", r">{2,}")


def blank() -> Language:
    """An empty English pipeline with these rules."""
    nlp = spacy.blank("en")
    tokenizer: Any = nlp.tokenizer  # its class is compiled and has no types
    tokenizer.rules = {form: tokens for form, tokens in tokenizer.rules.items() if form.lower() != "and/or"}
    for form in ABBREVIATIONS:
        tokenizer.add_special_case(form, [{"ORTH": form}])
    defaults: Any = nlp.Defaults
    tokenizer.prefix_search = compile_prefix_regex([*RUNS, *defaults.prefixes]).search
    tokenizer.suffix_search = compile_suffix_regex([*RUNS, *defaults.suffixes]).search
    return nlp
