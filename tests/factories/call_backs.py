"""Slots and call-backs, brought to each state by their own actions.

The moment is the clock's (frozen or not) unless ``at`` says otherwise. Numbers are of those that Ofcom keeps for
stories; nobody is called on them.
"""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

from roundel.access.grants import Asker
from roundel.callbacks import actions
from roundel.callbacks.booking import Booking
from roundel.callbacks.models import CallBack, Slot
from roundel.callbacks.sources import Origin
from roundel.kernel import clock
from roundel.kernel.ids import new_id
from tests.factories import users

NUMBER, SHOWN = "07700900982", "07700 900 982"
# No two slots are offered for one and the same time.
_apart = (dt.timedelta(microseconds=number) for number in itertools.count(1))
HOUR, MINUTE = dt.timedelta(hours=1), dt.timedelta(minutes=1)


def slot(
    *, starts_at: dt.datetime | None = None, length: dt.timedelta = HOUR, capacity: int = 1, by: Asker | None = None
) -> Slot:
    """A slot that was offered a day before it begins; it begins a minute ago unless told."""
    begins = starts_at or clock.now() - MINUTE
    who = by or users.make_asker("supervisor")
    return actions.make_slot(
        by=who, at=begins - dt.timedelta(days=1), starts_at=begins, length=length, capacity=capacity
    )


def booked(
    *, by: Asker | None = None, at: dt.datetime | None = None, origin: Origin | None = None, **what: Any
) -> CallBack:
    """A call-back that waits: as soon as possible, unless ``slot_id`` says in which slot."""
    who = by or users.make_asker("practitioner")
    booking = Booking(**{"number": NUMBER, **what})
    return actions.book(by=who, at=at or clock.now(), key=new_id(), booking=booking, origin=origin)


def safe_now(*, by: Asker | None = None, at: dt.datetime | None = None, **what: Any) -> CallBack:
    """A call-back that waits in a slot of its own, which is open at this moment."""
    moment = at or clock.now()
    made = slot(starts_at=moment - MINUTE - next(_apart))
    return booked(by=by, at=moment - MINUTE, slot_id=made.pk, **what)


def calling(*, by: Asker | None = None, at: dt.datetime | None = None, **what: Any) -> CallBack:
    """A call-back that ``by`` has begun to call at this moment."""
    who, moment = by or users.make_asker("practitioner"), at or clock.now()
    return actions.claim(by=who, at=moment, call_back=safe_now(by=who, at=moment, **what))


def to_settle(*, by: Asker | None = None, at: dt.datetime | None = None, **what: Any) -> CallBack:
    """A call-back that is not simply tried again."""
    who, moment = by or users.make_asker("practitioner"), at or clock.now()
    return actions.note_outcome(by=who, at=moment, call_back=calling(by=who, at=moment, **what), outcome="wrong_number")


def cancelled(*, by: Asker | None = None, at: dt.datetime | None = None, **what: Any) -> CallBack:
    """A call-back that was cancelled."""
    who, moment = by or users.make_asker("practitioner"), at or clock.now()
    return actions.cancel(
        by=who, at=moment, call_back=booked(by=who, at=moment, **what), ending="not_wanted", reason="Rang to say so."
    )


def reached(*, by: Asker | None = None, at: dt.datetime | None = None, **what: Any) -> CallBack:
    """A call-back that led to a contact (named by a reference only)."""
    who, moment = by or users.make_asker("practitioner"), at or clock.now()
    return actions.reached(
        by=who, at=moment, call_back=calling(by=who, at=moment, **what), contact_reference="H-7F3K-9Q"
    )
