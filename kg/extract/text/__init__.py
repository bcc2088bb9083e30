"""The parsed text as every rule reads it: tokens, tree, word tables, and the small questions that many rules ask."""
