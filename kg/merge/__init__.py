"""One event for all articles that report it.

In: article records, canonical actors and places with the mapping from local ones, and which articles are copies.
Out: a merged graph in which every event mention is a member of exactly one event, with the reason of each merge.
Refused: joining reports that contradict each other on victim, day or country; what is doubtful stays apart.
"""

from kg.merge.events import Layer, merge_events, merge_layer

__all__ = ["Layer", "merge_events", "merge_layer"]
