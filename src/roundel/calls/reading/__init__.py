"""Reading a file of calls: whatever encoding, separator, words and times a telephone system writes. Pure.

Nothing here stores anything; what the file says of a caller's number ends in ``ReadCall.number`` and is
turned into a token by the action that checks the file.
"""

from roundel.calls.reading.columns import Column, Mapping, guess
from roundel.calls.reading.rows import Problem, ReadCall, Reading, read
from roundel.calls.reading.table import MOST_BYTES, MOST_ROWS, Table, Unusable, open_table

__all__ = [
    "MOST_BYTES",
    "MOST_ROWS",
    "Column",
    "Mapping",
    "Problem",
    "ReadCall",
    "Reading",
    "Table",
    "Unusable",
    "guess",
    "open_table",
    "read",
]
