"""Who takes part in an event without standing beside its word: by another event, a thing, or arms that are theirs."""
