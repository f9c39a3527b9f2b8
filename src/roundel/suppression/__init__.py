"""Small-number suppression of published counts. Pure Python; knows no Django and no records.

    table = Table(Axis.flat("group", ["own thoughts", "another adult"]), Axis.tree("period", {...}), counts)
    shown = suppress(table)
    shown.cell("another adult", "2026 Q1")      # Shown(12) or Hidden(...)

Every hidden cell is printed alike (``Hidden.MARK``): a mark that told small cells from the cells that
protect them would undo the protection.
"""

from __future__ import annotations

from roundel.suppression.protection import THRESHOLD, Unproven
from roundel.suppression.shares import Share, safe_share
from roundel.suppression.tables import (
    Axis,
    Cell,
    Hidden,
    Reason,
    Shown,
    SuppressedTable,
    Table,
    suppress,
    suppress_together,
)

__all__ = [
    "THRESHOLD",
    "Axis",
    "Cell",
    "Hidden",
    "Reason",
    "Share",
    "Shown",
    "SuppressedTable",
    "Table",
    "Unproven",
    "safe_share",
    "suppress",
    "suppress_together",
]
