"""Within one article: which mentions are one actor, one place, one event."""
