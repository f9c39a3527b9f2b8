"""Where somebody sits, and what becomes of a call that was answered there."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from roundel.access.grants import Asker
from roundel.access.scopes import get_visible
from roundel.audit import actions as audit
from roundel.calls import rules
from roundel.calls.actions.records import local_day
from roundel.calls.models import Call, Extension
from roundel.calls.queries.places import extensions_of


@transaction.atomic
def set_extension(*, by: Asker, at: dt.datetime, extension: str, only_today: bool) -> Extension:
    """Say where one sits, today or usually. Whoever said so of the same extension before sits there no more."""
    rules.check_may_answer(by)
    kept, day = rules.check_extension(extension), local_day(at) if only_today else None
    Extension.objects.filter(day=day, extension=kept).exclude(user=by.user_id).delete()
    if not only_today:  # what one says of every day holds today as well
        Extension.objects.filter(day=local_day(at), user=by.user_id).delete()
    said, _ = Extension.objects.update_or_create(
        user_id=by.signed_in_id(), day=day, defaults={"extension": kept, "said_at": at}
    )
    audit.record(
        by=by,
        at=at,
        event="calls.extension.set",
        kind="calls.extension",
        object_id=said.pk,
        detail={"only_today": only_today},
    )
    return said


@transaction.atomic
def leave_extension(*, by: Asker, at: dt.datetime) -> None:
    """Say that one sits at no telephone, today and usually."""
    rules.check_may_answer(by)
    Extension.objects.filter(user=by.user_id).delete()
    audit.record(by=by, at=at, event="calls.extension.left", kind="calls.extension")


@transaction.atomic
def tie_contact(*, by: Asker, at: dt.datetime, call: Call, reference: str) -> Call:
    """Note that a contact was begun from a call that was answered where the asker sits."""
    held = _taken(by, at, call)
    held.contact_reference = reference
    held.save(update_fields=["taken_at", "taken_by", "contact_reference"])
    audit.record(
        by=by, at=at, event="calls.call.tied", kind=rules.CALL, object_id=held.pk, detail={"contact": reference}
    )
    return held


@transaction.atomic
def put_aside(*, by: Asker, at: dt.datetime, call: Call) -> Call:
    """Note that a call which was answered where the asker sits needs no contact."""
    held = _taken(by, at, call)
    held.save(update_fields=["taken_at", "taken_by"])
    audit.record(by=by, at=at, event="calls.call.put_aside", kind=rules.CALL, object_id=held.pk)
    return held


def _taken(by: Asker, at: dt.datetime, call: Call) -> Call:
    """The call, locked, with who saw to it and when."""
    held = get_visible(by, rules.CALL, Call.objects.select_for_update(of=("self",)), pk=call.pk)
    rules.check_may_take_call(by, held, extensions_of(by, at))
    held.taken_at, held.taken_by_id = at, by.signed_in_id()
    return held
