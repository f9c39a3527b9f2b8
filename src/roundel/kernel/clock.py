"""The one place that asks what time it is. Views and commands call it; actions and rules are told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils import timezone

_frozen: ContextVar[dt.datetime | None] = ContextVar("roundel_frozen_clock", default=None)


def now() -> dt.datetime:
    """The present moment, aware, in UTC."""
    return _frozen.get() or dt.datetime.now(tz=dt.UTC)


def today() -> dt.date:
    """Today's date where the organisation is (the configured time zone)."""
    return timezone.localtime(now()).date()


@contextmanager
def frozen(moment: dt.datetime) -> Iterator[dt.datetime]:
    """Hold the clock still at ``moment`` (aware) inside the block. For tests and sample data."""
    if moment.tzinfo is None:
        raise ValueError("a frozen moment must be aware of its time zone")
    token = _frozen.set(moment.astimezone(dt.UTC))
    try:
        yield moment
    finally:
        _frozen.reset(token)
