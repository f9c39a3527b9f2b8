"""Who sits at which extension."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from django.db.models import Q
from django.utils import timezone

from roundel.access.grants import Asker
from roundel.calls import rules
from roundel.calls.models import Extension


class Place(NamedTuple):
    """Where somebody said that he sits."""

    today: str
    usually: str


def place_of(asker: Asker, at: dt.datetime) -> Place:
    """Where the asker sits today and usually; empty where he has said nothing."""
    rules.check_may_answer(asker)
    said = dict(_own(asker, timezone.localtime(at).date()))
    usually = said.pop(None, "")
    return Place(next(iter(said.values()), ""), usually)


def extensions_of(asker: Asker, at: dt.datetime) -> frozenset[str]:
    """The extension whose calls are the asker's now: where he sits today, or usually if nobody else does today."""
    today = timezone.localtime(at).date()
    said = dict(_own(asker, today))
    if today in said:
        return frozenset({said[today]})
    usual = said.get(None)
    if usual is None or Extension.objects.filter(day=today, extension=usual).exists():
        return frozenset()
    return frozenset({usual})


def _own(asker: Asker, today: dt.date) -> list[tuple[dt.date | None, str]]:
    mine = Extension.objects.filter(Q(day=today) | Q(day__isnull=True), user=asker.user_id)
    return [(day, extension) for day, extension in mine.values_list("day", "extension")]
