"""The event table: millions of people reduced to whole numbers, the same whichever engine counted them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from roundel.evaluation.errors import BadInput, NotEstimable
from roundel.evaluation.results import Floats, Ints


@dataclass(frozen=True)
class EventTable:
    """One group's people by time of leaving. Times are in the unit of the data; T distinct times, C causes.

    ``times`` (T,) rise; ``events`` (T, C) and ``censored`` (T,) count who left at each; ``entry_times`` (L,) and
    ``entries`` (L,) count late entries (left truncation), both empty if everybody was watched from the start. Somebody
    is at risk at t if he entered before t and left at t or later: intervals are (entry, exit].
    """

    times: Floats
    events: Ints
    censored: Ints
    entry_times: Floats
    entries: Ints

    @property
    def n(self) -> int:
        """Everybody (or every interval, if people are split into several)."""
        return int(self.events.sum() + self.censored.sum())

    @property
    def all_events(self) -> Ints:
        """Events of any cause, shape (T,)."""
        total: Ints = self.events.sum(axis=1)
        return total

    @property
    def at_risk(self) -> Ints:
        """Number at risk at each time, shape (T,)."""
        return self.at_risk_at(self.times)

    def at_risk_at(self, times: Floats) -> Ints:
        """Number at risk just before each of ``times``, any shape."""
        gone = _before(self.times, self.all_events + self.censored, times)
        if not self.entries.size:
            return self.n - gone
        return _before(self.entry_times, self.entries, times) - gone


def _before(at: Floats, counts: Ints, times: Floats) -> Ints:
    running = np.concatenate([[0], np.cumsum(counts)])
    found: Ints = running[np.searchsorted(at, times, side="left")]
    return found


def from_counts(
    exits: tuple[Floats, Ints, Ints],
    entries: tuple[Floats, Ints] | None = None,
    *,
    causes: int = 1,
) -> EventTable:
    """A table from counts in any order: ``exits`` are (times, codes, counts), ``entries`` (times, counts).

    Code 0 is leaving without an event (censored), 1 ... ``causes`` are the events. Times are not negative.
    """
    at, codes, counts = (np.asarray(part) for part in exits)
    if at.size == 0:
        raise NotEstimable("there is nobody in the group")
    if not np.all(np.isfinite(at)) or at.min() < 0:
        raise BadInput("times must be numbers and not negative")
    if codes.min() < 0 or codes.max() > causes:
        raise BadInput(f"event codes run from 0 to {causes}")
    times, where = np.unique(at.astype(np.float64), return_inverse=True)
    table = np.zeros((times.size, causes + 1), dtype=np.int64)
    np.add.at(table, (where, codes.astype(np.int64)), counts.astype(np.int64))
    entry_times, entered = np.empty(0), np.empty(0, dtype=np.int64)
    if entries is not None:
        entry_times, place = np.unique(np.asarray(entries[0], dtype=np.float64), return_inverse=True)
        entered = np.bincount(place, weights=entries[1]).astype(np.int64)
        if int(entered.sum()) != int(table.sum()):
            raise BadInput("as many must enter as leave")
    return EventTable(times, table[:, 1:], table[:, 0], entry_times, entered)


def count_events(time: Floats, code: Ints, entry: Floats | None = None, *, causes: int = 1) -> EventTable:
    """A table from one row per person: ``time`` (n,), ``code`` (n,) as in ``from_counts``, ``entry`` (n,) or None."""
    ones = np.ones(len(time), dtype=np.int64)
    if entry is not None and np.any(np.asarray(entry) >= np.asarray(time)):
        row = int(np.argmax(np.asarray(entry) >= np.asarray(time))) + 1
        raise BadInput("somebody must enter before he leaves", row=row)
    late = None if entry is None else (np.asarray(entry, dtype=np.float64), ones)
    return from_counts(
        (np.asarray(time, dtype=np.float64), np.asarray(code).astype(np.int64), ones), late, causes=causes
    )
