"""Saying that an entry was checked, taking it out of use, and bringing it back."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from roundel.access.grants import Asker
from roundel.directory import rules
from roundel.directory.actions.records import locked, note
from roundel.directory.models import Service, ServiceCheck
from roundel.kernel.texts import kept_reason

CHECKED = ["checked_on", "checked_by"]
RETIRED = ["retired_at", "retired_by", "retired_reason"]


@transaction.atomic
def check_service(*, by: Asker, at: dt.datetime, service: Service) -> Service:
    """Note that the asker has made sure today that the entry is right."""
    held = locked(by, service.pk)
    rules.check_may_check(by, held)
    today = timezone.localtime(at).date()
    held.checked_on, held.checked_by_id = today, by.user_id
    held.save(update_fields=CHECKED)
    ServiceCheck.objects.create(service=held, checked_on=today, checked_at=at, checked_by_id=by.signed_in_id())
    note(by, at, "checked", held)
    return held


@transaction.atomic
def retire_service(*, by: Asker, at: dt.datetime, service: Service, reason: str) -> Service:
    """Take an entry out of use, and say why. It is kept: who was told of it must stay readable."""
    held = locked(by, service.pk)
    rules.check_may_retire(by, held)
    told = kept_reason(reason)
    held.retired_at, held.retired_by_id, held.retired_reason = at, by.user_id, told
    held.save(update_fields=RETIRED)
    note(by, at, "retired", held, reason=told)
    return held


@transaction.atomic
def bring_back(*, by: Asker, at: dt.datetime, service: Service, reason: str) -> Service:
    """Bring an entry back into use, and say why. It is as fresh as its last check."""
    held = locked(by, service.pk)
    rules.check_may_bring_back(by, held)
    told = kept_reason(reason)
    held.retired_at = held.retired_by_id = held.retired_reason = None
    held.save(update_fields=RETIRED)
    note(by, at, "brought_back", held, reason=told)
    return held
