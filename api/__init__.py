"""The HTTP service over a store: JSON, CSV, GeoJSON, SPARQL, and pages for people. Read only.

In: requests, as the contract has them. Out: rows of `kg.query` in the form asked for; every error, the framework's own
included, as application/problem+json. Refused: unknown parameters, requests without the key where one is set, and to
listen on an address that others can reach without a key.

The service never loads the write side (reading, language model, extraction, merging); import-linter watches that.
"""
