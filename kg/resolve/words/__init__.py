"""What names and describing nouns say of themselves: spellings, titles, offices, sorts of actors. Knows no article."""
