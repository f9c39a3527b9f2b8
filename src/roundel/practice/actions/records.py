"""Finding, locking and keeping what an action changes. Everything comes through the asker's scope."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import TypeVar

from roundel.access.grants import Asker
from roundel.access.scopes import get_visible
from roundel.audit import actions as audit
from roundel.kernel.errors import NotFound
from roundel.practice import rules
from roundel.practice.content import Agreement, Content, Name
from roundel.practice.models import PracticeCall

T = TypeVar("T", Agreement, Name)


def locked(by: Asker, call_id: uuid.UUID) -> PracticeCall:
    """The practice call, if the asker may see it, locked until the end of the transaction."""
    return get_visible(by, rules.KIND, PracticeCall.objects.select_for_update(), pk=call_id)


def opened(by: Asker, call_id: uuid.UUID) -> tuple[PracticeCall, Content]:
    """The practice call, locked, with what was done in it so far; Refused unless the asker may write in it."""
    held = locked(by, call_id)
    rules.check_may_write(by, held)
    return held, Content.from_data(held.content)


def keep_step(by: Asker, at: dt.datetime, call: PracticeCall, content: Content, step: str) -> None:
    """Keep what was done, with its one audit event."""
    call.content = content.as_data()
    call.save(update_fields=["content", "ended_at", "version"])
    note(by, at, "stepped", call, step=step)


def note(by: Asker, at: dt.datetime, event: str, call: PracticeCall, **detail: str | int | bool) -> None:
    """Write the one audit event of a change in a practice call."""
    audit.record(
        by=by,
        at=at,
        event=f"practice.call.{event}",
        kind=rules.KIND,
        object_id=call.pk,
        reference=call.reference,
        detail=detail,
    )


def without(deeds: Iterable[T], deed_id: uuid.UUID) -> tuple[T, ...]:
    """All but the one with this id; NotFound if it is not among them."""
    held = tuple(deeds)
    left = tuple(each for each in held if each.id != deed_id)
    if len(left) == len(held):
        raise NotFound
    return left
