"""By when: the time limits of safeguarding, in working hours or, where it cannot wait, round the clock.

Pure but for the office hours and the limit for seconding, which are settings of the installation.
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings

from roundel.kernel.working_time import office
from roundel.safeguarding.enums import Risk

# Where somebody is at risk now, the clock runs through the night and over holidays.
SHARE_NOW = dt.timedelta(hours=1)
ACKNOWLEDGE_NOW = dt.timedelta(hours=2)
SECOND_NOW = dt.timedelta(hours=2)
SHARE_SOON = dt.timedelta(hours=4)
LOOK_AGAIN = dt.timedelta(hours=4)
REVIEW_DAYS = 5


def second_by(decided_at: dt.datetime, risk: str, *, alone: bool) -> dt.datetime:
    """By when a decision is to be seconded. One that waits while somebody is at risk now waits two hours at most."""
    if risk == Risk.NOW and not alone:
        return _round_the_clock(decided_at, SECOND_NOW)
    return office().due(decided_at, dt.timedelta(hours=settings.ROUNDEL_SECOND_WITHIN_HOURS))


def share_by(from_: dt.datetime, risk: str) -> dt.datetime:
    """By when something is first to be shared under a decision to share."""
    if risk == Risk.NOW:
        return _round_the_clock(from_, SHARE_NOW)
    if risk == Risk.SOON:
        return office().due(from_, SHARE_SOON)
    return office().due_days(from_, 1)


def acknowledge_by(shared_at: dt.datetime, *, urgent: bool) -> dt.datetime:
    """By when the agency should have acknowledged: two hours round the clock, or the end of the next working day."""
    return _round_the_clock(shared_at, ACKNOWLEDGE_NOW) if urgent else office().due_days(shared_at, 1)


def review_by(last_at: dt.datetime) -> dt.datetime:
    """By when somebody looks at a concern again after the last thing that was recorded in it."""
    return office().due_days(last_at, REVIEW_DAYS)


def look_again_by(at: dt.datetime) -> dt.datetime:
    """By when a concern is looked at whose decision does not stand any more."""
    return office().due(at, LOOK_AGAIN)


def _round_the_clock(from_: dt.datetime, span: dt.timedelta) -> dt.datetime:
    """So long after a moment. In UTC, because a moment that somebody entered is local, and clocks change at night."""
    return from_.astimezone(dt.UTC) + span
