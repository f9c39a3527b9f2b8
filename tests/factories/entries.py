"""Entries of the directory, brought about by its own actions.

The moment is the clock's (frozen or not) unless ``at`` says otherwise; whoever writes is a new supervisor unless
``by`` says who.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from roundel.access.grants import Asker
from roundel.directory import actions
from roundel.directory.entry import Entry
from roundel.directory.models import Import, Service
from roundel.kernel import clock
from tests.factories import users


def an_entry(name: str = "Harbour line", **more: Any) -> Entry:
    """What is written about a service; ``more`` is said otherwise."""
    plain: dict[str, Any] = {
        "agency": "Harbour",
        "needs": ("own_behaviour",),
        "areas": ("nationwide",),
        "ways": ("self",),
        "public_number": "01632 960001",
    }
    return Entry(name=name, **(plain | more))


def added(
    name: str = "Harbour line", *, by: Asker | None = None, at: dt.datetime | None = None, checked: bool = True,
    **more: Any,
) -> Service:  # fmt: skip
    """An entry that was added, and checked, at this moment."""
    who = by or users.make_asker("supervisor")
    return actions.add_service(by=who, at=at or clock.now(), entry=an_entry(name, **more), checked=checked)


def retired(name: str = "Closed line", **more: Any) -> Service:
    """An entry that is out of use."""
    who, service = users.make_asker("supervisor"), added(name, **more)
    return actions.retire_service(by=who, at=clock.now(), service=service, reason="It has closed.")


def sent(data: bytes, *, by: Asker | None = None) -> Import:
    """An exchange file that waits for a decision."""
    return actions.send_import(by=by or users.make_asker("supervisor"), at=clock.now(), data=data)
