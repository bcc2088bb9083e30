"""The recipe of the shipped language model: `python -m kg.train --data DIR --out DIR`.

Steps: treebank and name sets → DocBin files → two trainings (one shared encoder for tags, morphology, tree and
lemmas; one for names) → one assembled pipeline → scores. Needs the training data (see MODEL_CARD.md for its public
sources); nothing here is imported at run time.
"""
