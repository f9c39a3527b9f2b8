"""Making shifts, one by one and from a pattern; changing and cancelling them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from roundel.access.grants import Asker
from roundel.audit.models import AuditEvent
from roundel.kernel.errors import Conflict, InvalidInput, Refused
from roundel.rota import actions, moments, queries
from roundel.rota.enums import CoverState, Duty, ShiftState, SigningState
from roundel.rota.models import CoverRequest, Shift, Signing
from roundel.rota.planned import Pattern, Planned
from tests.factories import shifts
from tests.support.moments import NOW

MakeAsker = Callable[..., Asker]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock")]
EVENING = Planned("line", dt.date(2027, 3, 20), dt.time(18), dt.time(22), 2)
CHRISTMAS = Pattern("line", (4, 5), dt.time(9), dt.time(17), 1, 30, dt.date(2027, 12, 20), 2)


@pytest.fixture
def manager(asker: MakeAsker) -> Asker:
    return asker("supervisor")


def problem(of: Callable[[], object]) -> str:
    with pytest.raises(InvalidInput) as caught:
        of()
    return caught.value.field


def test_a_shift_is_made_and_noted_without_its_words(manager: Asker) -> None:
    shift = actions.make_shift(by=manager, at=NOW, planned=replace(EVENING, note="Bring the second key."))
    stored = Shift.objects.get(pk=shift.pk)
    assert (stored.starts_at, stored.ends_at - stored.starts_at) == (
        dt.datetime(2027, 3, 20, 18, tzinfo=dt.UTC),
        dt.timedelta(hours=4),
    )
    assert (stored.note, stored.state) == ("Bring the second key.", ShiftState.PLANNED)
    event = AuditEvent.objects.get()
    assert (event.event, event.reference, event.object_id) == ("rota.shift.made", "2027-03-20T18:00", shift.pk)
    assert "key" not in event.detail


@pytest.mark.parametrize("role", ["practitioner", "safeguarding_lead", "room_screen", "administrator"])
def test_only_managers_make_shifts(asker: MakeAsker, role: str) -> None:
    with pytest.raises(Refused):
        actions.make_shift(by=asker(role), at=NOW, planned=EVENING)
    assert not Shift.objects.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"duty": "tea"}, "duty"),
        ({"needed": 0}, "needed"),
        ({"needed": 51}, "needed"),
        ({"day": dt.date(2027, 3, 13)}, "day"),
        ({"day": dt.date(2028, 3, 20)}, "day"),
        ({"begins": dt.time(8)}, "ends"),  # fourteen hours
        ({"begins": dt.time(15, 30), "break_minutes": 0}, "break_minutes"),  # over six hours without a break
        ({"break_minutes": 121}, "break_minutes"),
        ({"day": dt.date(2027, 3, 28), "begins": dt.time(1, 15)}, "begins"),  # the clocks go forward
        ({"note": "x" * 501}, "note"),
        ({"note": "bad\x00sign"}, "note"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(manager: Asker, change: dict[str, object], field: str) -> None:
    assert problem(lambda: actions.make_shift(by=manager, at=NOW, planned=replace(EVENING, **change))) == field
    assert not Shift.objects.exists()


def test_on_call_lasts_a_day_also_when_the_clocks_go_back(manager: Asker) -> None:
    day = Planned(Duty.LEAD, dt.date(2027, 10, 30), dt.time(9), dt.time(9), 1)
    assert actions.make_shift(by=manager, at=NOW, planned=day).ends_at.hour == 9


def test_the_same_shift_is_not_made_twice_but_again_after_it_was_cancelled(manager: Asker) -> None:
    first = actions.make_shift(by=manager, at=NOW, planned=EVENING)
    assert problem(lambda: actions.make_shift(by=manager, at=NOW, planned=EVENING)) == "day"
    actions.cancel_shift(by=manager, at=NOW, shift=first, reason="Training for everybody.")
    actions.make_shift(by=manager, at=NOW, planned=EVENING)


def test_a_pattern_offers_closed_days_unticked_and_says_what_is_there(manager: Asker) -> None:
    """Christmas Day 2027 is a Saturday, so Monday and Tuesday stand in for it; the Saturday itself is one too."""
    there = CHRISTMAS.on(dt.date(2027, 12, 31))
    actions.make_shift(by=manager, at=NOW, planned=there)
    offered = {one.day: one for one in queries.offered_days(manager, at=NOW, pattern=CHRISTMAS)}
    assert [(day.isoformat(), one.closed, bool(one.problem)) for day, one in offered.items()] == [
        ("2027-12-24", False, False),
        ("2027-12-25", True, False),
        ("2027-12-31", False, True),
        ("2028-01-01", True, False),
    ]


def test_a_pattern_over_a_clock_change_keeps_its_times(manager: Asker) -> None:
    nights = Pattern("line", (5, 6), dt.time(22), dt.time(6), 1, 30, dt.date(2027, 3, 27), 1)
    made = actions.make_pattern(by=manager, at=NOW, pattern=nights, days=nights.days())
    assert [moments.local(shift.starts_at).time() for shift in made] == [dt.time(22)] * 2
    assert [moments.local(shift.ends_at).time() for shift in made] == [dt.time(6)] * 2
    assert [(shift.ends_at - shift.starts_at) / dt.timedelta(hours=1) for shift in made] == [7, 8]
    event = AuditEvent.objects.get()
    assert event.event == "rota.shift.pattern_made"
    assert '"made":2' in event.detail


def test_a_pattern_is_made_whole_or_not_at_all(manager: Asker) -> None:
    days = CHRISTMAS.days()
    actions.make_shift(by=manager, at=NOW, planned=CHRISTMAS.on(days[2]))
    assert problem(lambda: actions.make_pattern(by=manager, at=NOW, pattern=CHRISTMAS, days=days)) == "days"
    assert Shift.objects.count() == 1
    assert problem(lambda: actions.make_pattern(by=manager, at=NOW, pattern=CHRISTMAS, days=[])) == "days"
    strange = [dt.date(2027, 12, 22)]
    assert problem(lambda: actions.make_pattern(by=manager, at=NOW, pattern=CHRISTMAS, days=strange)) == "days"
    actions.make_pattern(by=manager, at=NOW, pattern=CHRISTMAS, days=days[:2])


@pytest.mark.parametrize(
    ("change", "field"), [({"weeks": 0}, "weeks"), ({"weeks": 27}, "weeks"), ({"weekdays": ()}, "weekdays")]
)
def test_a_pattern_has_bounds(manager: Asker, change: dict[str, object], field: str) -> None:
    wrong = replace(CHRISTMAS, **change)
    assert problem(lambda: actions.make_pattern(by=manager, at=NOW, pattern=wrong, days=wrong.days())) == field


def test_more_or_fewer_are_needed_but_not_fewer_than_are_down(manager: Asker) -> None:
    shift = shifts.made(needed=2)
    shifts.signed(shift)
    shifts.signed(shift)

    def change(needed: int, version: int, note: str = "") -> Shift:
        return actions.change_shift(by=manager, at=NOW, shift=shift, needed=needed, words=note, base_version=version)

    assert problem(lambda: change(1, 1)) == "needed"
    assert change(3, 1, "Somebody new comes along.").version == 2
    with pytest.raises(Conflict) as caught:
        change(4, 1)
    assert [(one.label, one.theirs, one.yours) for one in caught.value.differences] == [
        ("People needed", "3", "4"),
        ("Note", "Somebody new comes along.", ""),
    ]
    assert change(4, 2).needed == 4


def test_cancelling_ends_every_place_and_every_cover(manager: Asker, asker: MakeAsker) -> None:
    shift = shifts.made(needed=2)
    shifts.cover_asked(shift, by=asker("practitioner"))
    shifts.signed(shift)
    before = AuditEvent.objects.count()
    actions.cancel_shift(by=manager, at=NOW, shift=shift, reason="The office is closed.")
    assert {one.state for one in Signing.objects.all()} == {SigningState.CANCELLED}
    assert CoverRequest.objects.get().state == CoverState.NOT_NEEDED
    assert AuditEvent.objects.count() == before + 1
    event = AuditEvent.objects.get(event="rota.shift.cancelled")
    assert (event.detail, event.reason) == ('{"people":2}', "The office is closed.")
    with pytest.raises(Refused):
        actions.cancel_shift(by=manager, at=NOW, shift=shift, reason="Again.")


def test_cancelling_needs_a_reason_a_manager_and_a_shift_that_is_not_over(manager: Asker, asker: MakeAsker) -> None:
    shift = shifts.made()
    assert problem(lambda: actions.cancel_shift(by=manager, at=NOW, shift=shift, reason=" ")) == "reason"
    with pytest.raises(Refused):
        actions.cancel_shift(by=asker("practitioner"), at=NOW, shift=shift, reason="No.")
    with pytest.raises(Refused, match="over"):
        actions.cancel_shift(by=manager, at=shift.ends_at, shift=shift, reason="Too late.")
