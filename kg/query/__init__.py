"""From the stored graph to typed rows: who did what, who took part, where, which sentence says so; and free SPARQL.

In: a store folder (or an open ReadStore) and a filter or query text. Out: frozen rows (`rows`) and pages of them, or
the serialized answer of a SPARQL query. Refused, each with a sentence: filters that cannot be read, names that the
store does not know, and queries that would write, reach outside, or run past their limits of time, memory and size.

- `filters`: raw strings → EventFilter · `events`, `articles`, `actors`, `places`: rows · `paging`: cursors
- `catalog`: the small tables of one snapshot, kept between requests · `names`: what a user types → ids
- `timeline`, `network`: events counted by time, and joined to edges between actors · `describe`: events as statements
- `guard`, `worker`, `sparql`: free queries, checked, in processes that can be stopped
- `sparql/*.rq`: the fixed queries, each with its parameters and columns in the header
"""
