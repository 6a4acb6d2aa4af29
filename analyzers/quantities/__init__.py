"""Finds the numbers of a text and what they are: values with unit and comparator, ranks, windows of time, torn ones.

Takes folded text (``normalise.fold``). Gives marks in text order, with offsets into that text. Knows nothing of
indicators: whether a quantity is a target is for ``ingest`` to tell.
"""

from analyzers.quantities.find import find_numbers, find_quantities
from analyzers.quantities.word_edges import begins_inside

__all__ = ["begins_inside", "find_numbers", "find_quantities"]
