"""Where and when each event happened, and whether it did: place, time, polarity, certainty and tense."""
