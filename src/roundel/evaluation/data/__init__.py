"""From files to small tables: rows are read and counted by an engine (DuckDB unless told otherwise), never in Python.

source = open_source("cohort.parquet")
counts = reduce_survival(source, SurvivalColumns(time="days", event=parse_event("status=2"), by="group"))
"""

from __future__ import annotations

from roundel.evaluation.data.columns import Column, parse_columns
from roundel.evaluation.data.frame import Frame, read_frame
from roundel.evaluation.data.reduce import Counts, SurvivalColumns, reduce_survival
from roundel.evaluation.data.source import Source, open_source
from roundel.evaluation.data.values import EventColumn, parse_event

__all__ = [
    "Column",
    "Counts",
    "EventColumn",
    "Frame",
    "Source",
    "SurvivalColumns",
    "open_source",
    "parse_columns",
    "parse_event",
    "read_frame",
    "reduce_survival",
]
