"""spaCy's English tokenizer with the few rules that news and the treebank ask for besides.

A run of marks ("!!!", "=====", "****") is one token, as in the treebank; a title or abbreviation keeps its full stop
("Maj.", "et al.") and so ends no sentence; "and/or" is three words. So are "F-16" and "COVID-19", but a prefix stays on
its word ("anti-government"; not before a name: "pro-Russian" holds one). A bracket inside a word cuts it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import spacy
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

if TYPE_CHECKING:
    from spacy.language import Language

ABBREVIATIONS = (
    "Maj.", "Lt.", "Col.", "Sgt.", "Capt.", "Brig.", "Cmdr.", "Pvt.", "Spc.", "Supt.", "Insp.", "Pres.", "Amb.",
    "Hon.", "Det.", "Sr.", "Fr.", "Ft.", "Gens.", "Sens.", "Reps.", "Govs.", "Cpl.", "Pfc.", "Atty.", "Sheikh.", "al.",
    "e-mail", "E-mail", "e-mails", "E-mails",
)  # fmt: skip
"""Forms that spaCy's English tokenizer cuts in two or three."""
CUT = {
    "wanna": ("wan", "na"), "Wanna": ("Wan", "na"), "outta": ("out", "ta"), "Outta": ("Out", "ta"),
    "dunno": ("du", "n", "no"), "Dunno": ("Du", "n", "no"), "alot": ("a", "lot"), "Alot": ("A", "lot"),
}  # fmt: skip
"""Forms that it leaves whole, and their words in the treebank."""
DROPPED = ("and/or", "):")
"""Special cases of its own that hold too much: the second is a closing bracket and a colon, rarely a sad face."""
RUNS = (r"[!?]{2,}", r"={2,}", r"\*{2,}", r"_{2,}", r"#{2,}", r"\+{2,}", r"~{2,}", r"\${2,}", r"<{2,}", r">{2,}")
WHOLE = r"(?:\d{3}-)?\d{3}-\d{4}$"
"""Telephone numbers."""
PREFIXES = ("anti", "inter", "mid", "multi", "non", "post", "pre", "pro", "semi", "ultra")
"""Word prefixes that keep their hyphen, and the word after it."""
LEADING = (*RUNS, r"-(?=[A-Za-z])")
TRAILING = (*RUNS, r"-{2,}", r"(?<=[0-9])(?:[ap]m|[AP]M)")
INNER = (r"[()\[\]](?=\S)", r"-{2,}", r"(?<=[A-Za-z]):(?=[0-9])", r"(?<=[A-Za-z])[-–](?=[0-9])")


def blank() -> Language:
    """An empty English pipeline with these rules."""
    nlp = spacy.blank("en")
    set_rules(nlp)
    return nlp


def set_rules(nlp: Language) -> None:
    """Gives the pipeline's tokenizer these rules in place of its own."""
    tokenizer: Any = nlp.tokenizer  # its class is compiled and has no types
    defaults: Any = nlp.Defaults
    exceptions = defaults.tokenizer_exceptions
    tokenizer.rules = {form: words for form, words in exceptions.items() if form.lower() not in DROPPED}
    for form in ABBREVIATIONS:
        tokenizer.add_special_case(form, [{"ORTH": form}])
    for form, words in CUT.items():
        tokenizer.add_special_case(form, [{"ORTH": word} for word in words])
    tokenizer.prefix_search = compile_prefix_regex([*LEADING, *defaults.prefixes]).search
    tokenizer.suffix_search = compile_suffix_regex([*TRAILING, *defaults.suffixes]).search
    *others, hyphens, last = defaults.infixes
    tokenizer.infix_finditer = compile_infix_regex([*INNER, *others, *_hyphens(hyphens), last]).finditer
    tokenizer.token_match = re.compile(WHOLE).match


def _hyphens(rule: str) -> tuple[str, str]:
    """The rule of spaCy that cuts at hyphens between letters: not after a prefix, unless a capital follows."""
    guards = "".join(rf"(?<!\b{prefix})(?<!\b{prefix.capitalize()})" for prefix in PREFIXES)
    return f"{guards}{rule}", f"{rule}(?=[A-Z])"
