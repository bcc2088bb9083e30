"""Tree, tags and lemmas, mended where grammar leaves no choice: words and clauses that a parser hung elsewhere."""
