"""The reference documents, written from the code itself: ``./run manage docs``."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from roundel.desk.reference import addresses, commands, dictionary, environment, events, permissions, states

DOCUMENTS: Mapping[str, Callable[[], str]] = {
    "states.md": states.document,
    "permissions.md": permissions.document,
    "data-dictionary.md": dictionary.document,
    "urls.md": addresses.document,
    "audit-events.md": events.document,
    "commands.md": commands.document,
    "settings.md": environment.document,
}
