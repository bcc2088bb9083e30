"""Which words are events, of which type, and who is who around each."""
