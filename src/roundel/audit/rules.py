"""Who may read the audit."""

from __future__ import annotations

from typing import Protocol

from roundel.audit.actions import Actor
from roundel.kernel.errors import Refused

PERMISSION = "audit.view"


class Auditor(Actor, Protocol):
    """Whoever asks to read the audit."""

    def may(self, permission: str) -> bool:
        """Whether the permission is held."""


def may_view(asker: Auditor) -> bool:
    """Whether the asker may read the audit."""
    return asker.user_id is not None and asker.may(PERMISSION)


def check_may_view(asker: Auditor) -> None:
    """Raise Refused unless the asker may read the audit."""
    if not may_view(asker):
        raise Refused("Your role does not include reading the audit.")
