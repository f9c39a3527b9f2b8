"""The clock of safeguarding over nights, weekends, bank holidays and the change to summer time; and round the clock."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from roundel.safeguarding import limits

LONDON = ZoneInfo("Europe/London")


def at(month: int, day: int, hour: int, minute: int = 0) -> dt.datetime:
    """A moment of 2027 in London."""
    return dt.datetime(2027, month, day, hour, minute, tzinfo=LONDON)


# Easter 2027: Good Friday 26 March, Monday 29 March; the clocks go forward on Sunday 28 March.
THURSDAY_BEFORE_EASTER = at(3, 25, 15)
# Christmas 2027: Saturday and Sunday, so Monday 27 and Tuesday 28 December are holidays instead.
CHRISTMAS_EVE = at(12, 24, 15)


def test_seconding_passes_over_easter() -> None:
    assert limits.second_by(THURSDAY_BEFORE_EASTER, "soon", alone=False) == at(3, 30, 11)
    assert limits.second_by(THURSDAY_BEFORE_EASTER, "now", alone=True) == at(3, 30, 11)


def test_seconding_passes_over_christmas() -> None:
    assert limits.second_by(CHRISTMAS_EVE, "possibly", alone=False) == at(12, 29, 11)


def test_a_decision_that_waits_while_somebody_is_at_risk_now_waits_two_hours_also_at_night() -> None:
    assert limits.second_by(at(3, 27, 23, 30), "now", alone=False) == at(3, 28, 2, 30)  # an hour was left out
    assert limits.second_by(at(12, 25, 3), "now", alone=False) == at(12, 25, 5)


def test_the_time_for_seconding_is_the_organisations(settings: object) -> None:
    settings.ROUNDEL_SECOND_WITHIN_HOURS = 9  # type: ignore[attr-defined]
    assert limits.second_by(THURSDAY_BEFORE_EASTER, "soon", alone=False) == at(3, 30, 16)


@pytest.mark.parametrize(
    ("risk", "due"),
    [("now", at(3, 25, 16)), ("soon", at(3, 30, 11)), ("possibly", at(3, 30, 17)), ("no", at(3, 30, 17))],
)
def test_sharing_is_due_by_how_pressing_the_risk_is(risk: str, due: dt.datetime) -> None:
    assert limits.share_by(THURSDAY_BEFORE_EASTER, risk) == due


def test_an_acknowledgement_is_due_at_the_end_of_the_next_working_day() -> None:
    assert limits.acknowledge_by(THURSDAY_BEFORE_EASTER, urgent=False) == at(3, 30, 17)
    assert limits.acknowledge_by(CHRISTMAS_EVE, urgent=False) == at(12, 29, 17)
    assert limits.acknowledge_by(at(12, 27, 12), urgent=False) == at(12, 29, 17)


def test_an_acknowledgement_that_cannot_wait_is_due_in_two_hours_whatever_the_day() -> None:
    assert limits.acknowledge_by(at(3, 26, 1), urgent=True) == at(3, 26, 3)
    assert limits.acknowledge_by(at(12, 25, 23), urgent=True) == at(12, 26, 1)


def test_a_concern_is_looked_at_again_after_five_working_days() -> None:
    assert limits.review_by(CHRISTMAS_EVE) == at(12, 31, 17) + dt.timedelta(days=5)  # New Year's Day is a Saturday
    assert limits.review_by(at(3, 14, 21)) == at(3, 19, 17)


def test_without_a_decision_a_concern_is_looked_at_within_four_working_hours() -> None:
    assert limits.look_again_by(at(3, 26, 12)) == at(3, 30, 13)
