"""From records, rows and graphs to files that other tools read.

In: article records, event rows, a merged graph or an open store. Out: JSON Lines (`records`, `mentions`), text tables,
CSV and GeoJSON (`tables`), GraphML and GEXF (`network`), RDF (`rdf`, `linked`). Nothing is decided here: every
value comes as it is stored. Refused: formats that cannot hold what is asked for.
"""
