"""Rotations of keys become audit events. The kernel, which rotates, knows no audit; it tells whoever listens."""

from __future__ import annotations

from django.db import transaction

from roundel.audit.actions import System, record
from roundel.audit.detail import Detail
from roundel.kernel import clock

BY = System("rotate_keys")


class Rotations:
    """Notes the beginning and the end of each rotation. A beginning without an end was stopped half-way."""

    def began(self, *, stale: int) -> None:
        """So many values are not under the current keys."""
        _note("audit.keys.rotation_begun", {"stale": stale})

    def ended(self, *, resealed: int, left: int) -> None:
        """So many were sealed anew, so many are left."""
        _note("audit.keys.rotation_ended", {"resealed": resealed, "left": left})


@transaction.atomic
def _note(event: str, detail: Detail) -> None:
    record(by=BY, at=clock.now(), event=event, kind="audit.keys", detail=detail)
