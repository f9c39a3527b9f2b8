"""Anchors: heads of the chain that are written down and kept elsewhere.

A chain that was cut short, or a database that was put back to an earlier state, is consistent in
itself; only somebody who noted the head outside can tell. An anchor file has one JSON object on each
line, so that a nightly job may append to it.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from dataclasses import dataclass
from pathlib import Path

from roundel.audit.models import AuditHead


@dataclass(frozen=True)
class Anchor:
    """The head of the chain at some moment."""

    seq: int
    mac: bytes
    exported_at: dt.datetime

    def line(self) -> str:
        """The anchor as one line of an anchor file."""
        return json.dumps(
            {"seq": self.seq, "mac": self.mac.hex(), "exported_at": self.exported_at.isoformat(timespec="seconds")}
        )

    @classmethod
    def parse(cls, line: str) -> Anchor:
        """The anchor on one line; raises ValueError if it is none."""
        try:
            data = json.loads(line)
            anchor = cls(int(data["seq"]), bytes.fromhex(data["mac"]), dt.datetime.fromisoformat(data["exported_at"]))
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError("this line is no anchor of an audit chain") from error
        if anchor.seq < 0 or len(anchor.mac) != 32:
            raise ValueError("this line is no anchor of an audit chain")
        return anchor


def current_anchor(*, at: dt.datetime) -> Anchor:
    """The head as it is now."""
    head = AuditHead.objects.filter(pk=1).first() or AuditHead()
    return Anchor(head.seq, bytes(head.mac), at)


def read_anchors(path: Path) -> list[Anchor]:
    """Every anchor in a file; raises ValueError with the number of the first bad line, OSError if unreadable."""
    anchors = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip():
            try:
                anchors.append(Anchor.parse(line))
            except ValueError as error:
                raise ValueError(f"line {number}: {error}") from error
    return anchors


def append_anchor(path: Path, anchor: Anchor) -> None:
    """Add an anchor to a file, on disk before this returns."""
    with path.open("a", encoding="utf-8") as file:
        file.write(anchor.line() + "\n")
        file.flush()
        os.fsync(file.fileno())
