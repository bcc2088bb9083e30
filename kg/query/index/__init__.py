"""A derived index over one snapshot: what graphs answer slowly (words, maps, times, pairs, hubs), in SQLite.

In: a catalog. Out: the same answers as without it, number for number; tests compare the two. The file lies in the
store's folder `index/`, one per snapshot; it holds nothing that the graph does not, and may be deleted at any time.

- `build`: from a catalog to a file · `files`: where it lies, and who builds it · `search`: filters to SQL
- `event_index`: the open file: pages, counts, pairs, one actor, one place
"""
