"""Across articles: which actors and places of different articles are one, and why."""
