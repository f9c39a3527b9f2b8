"""What is read of the rota: a week, who is on and next, what needs somebody, the tiles; without growing queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from roundel.access.grants import Asker
from roundel.audit.models import AuditEvent
from roundel.kernel.board import Tile, Tone
from roundel.kernel.errors import Refused
from roundel.kernel.work import Urgency
from roundel.rota import actions, moments, queries
from roundel.rota.enums import Duty
from tests.factories import shifts
from tests.support.moments import NOW

MakeAsker = Callable[..., Asker]
HOUR = dt.timedelta(hours=1)
# NOW is 9:04pm on Sunday 14 March 2027.
MONDAY = dt.date(2027, 3, 15)
MORNING = dt.datetime(2027, 3, 15, 9, tzinfo=dt.UTC)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock")]


def queries_of(read: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as seen:
        read()
    return len([query for query in seen if "audit_" not in query["sql"] and "SAVEPOINT" not in query["sql"]])


def test_a_week_costs_the_same_with_one_person_and_with_thirty(asker: MakeAsker) -> None:
    by, manager = asker("practitioner"), asker("supervisor")
    first = shifts.made(starts_at=MORNING, needed=30)
    shifts.signed(first, by=by)

    def read(who: Asker) -> Callable[[], object]:
        return lambda: queries.read_week(who, at=NOW, monday=MONDAY)

    few = [queries_of(read(who)) for who in (by, manager)]
    for _ in range(29):
        shifts.signed(first)
    for hours in range(1, 20):
        shifts.cover_asked(shifts.made(starts_at=MORNING + hours * HOUR), by=asker("practitioner"))
    assert [queries_of(read(who)) for who in (by, manager)] == few
    assert max(few) <= 3


def test_the_other_reads_do_not_grow_either(asker: MakeAsker) -> None:
    by, manager = asker("practitioner"), asker("supervisor")
    shift = shifts.made(starts_at=MORNING, needed=9)
    reads: list[Callable[[], object]] = [
        lambda: queries.read_shift(manager, at=NOW, shift_id=shift.pk),
        lambda: queries.candidates(manager, shift=shift),
        lambda: queries.work_queue(manager, NOW),
        lambda: queries.work_queue(by, NOW),
        lambda: queries.tiles(by, NOW),
        lambda: queries.on_next(by, NOW),
    ]
    shifts.cover_asked(shift, by=asker("practitioner"))
    few = [queries_of(read) for read in reads]
    for hours in range(1, 4):
        shifts.cover_asked(shift, by=asker("practitioner"))
        shifts.cover_asked(shifts.made(starts_at=MORNING + hours * HOUR), by=asker("practitioner"))
    assert [queries_of(read) for read in reads] == few
    assert few[4:] == [1, 1]


def test_a_week_holds_its_shifts_by_day_with_what_is_missing(asker: MakeAsker) -> None:
    by = asker("practitioner")
    shifts.made(starts_at=MORNING - HOUR * 10, hours=12, break_minutes=30)  # Sunday night
    mine = shifts.made(starts_at=MORNING, needed=3)
    shifts.signed(mine, by=by)
    shifts.made(starts_at=MORNING + HOUR)
    shifts.made(starts_at=MORNING + 24 * HOUR, duty=Duty.LEAD)
    page = queries.read_week(by, at=NOW, monday=MONDAY)
    monday, tuesday = page.days[:2]
    assert [(row.missing, bool(row.mine), row.may_sign_up) for row in monday.rows] == [
        (2, True, False),
        (1, False, False),
    ]
    assert [(row.missing, row.may_sign_up) for row in tuesday.rows] == [(1, False)]
    assert (page.missing, page.mine.worked, page.people) == (4, 4 * HOUR, ())
    assert AuditEvent.objects.filter(event="rota.week.read").count() == 1


def test_only_those_who_work_by_it_read_the_rota(asker: MakeAsker) -> None:
    for role in ("room_screen", "coordinator", "administrator"):
        with pytest.raises(Refused):
            queries.read_week(asker(role), at=NOW, monday=MONDAY)
        with pytest.raises(Refused):
            queries.read_mine(asker(role), at=NOW, past=False, page="1")


def test_managers_see_everybodys_hours_and_others_their_own(asker: MakeAsker) -> None:
    by, manager = asker("practitioner"), asker("supervisor")
    shift = shifts.made(starts_at=MORNING, hours=8, break_minutes=30)
    shifts.signed(shift, by=by)
    other = shifts.made(starts_at=MORNING, duty=Duty.SUPERVISOR)
    shifts.signed(other, by=manager)
    page = queries.read_week(manager, at=NOW, monday=MONDAY)
    assert {(one.name, one.hours.worked) for one in page.people} == {(by.name, 7.5 * HOUR), (manager.name, 4 * HOUR)}
    assert queries.read_week(by, at=NOW, monday=MONDAY).mine.worked == 7.5 * HOUR


def test_too_little_rest_is_told_and_not_refused(asker: MakeAsker) -> None:
    by = asker("practitioner")
    shifts.signed(shifts.made(starts_at=MORNING - 13 * HOUR), by=by)  # until midnight
    early = shifts.made(starts_at=MORNING)
    row = queries.read_shift(by, at=NOW, shift_id=early.pk).row
    assert row.may_sign_up
    assert row.short_rest is not None
    assert row.short_rest.longest == 9 * HOUR
    actions.sign_up(by=by, at=NOW, shift=early)


def test_candidates_come_with_their_week_and_what_speaks_against_them(asker: MakeAsker) -> None:
    manager, busy, tired, free = asker("supervisor"), *(asker("practitioner") for _ in range(3))
    shift = shifts.made(starts_at=MORNING + HOUR)
    shifts.signed(shifts.made(starts_at=MORNING), by=busy)
    shifts.signed(shifts.made(starts_at=MORNING - 12 * HOUR, hours=3), by=tired)
    down = asker("practitioner")
    full = shifts.made(starts_at=MORNING + HOUR, hours=5, needed=2)
    shifts.signed(full, by=down)
    found = {one.user_id: one for one in queries.candidates(manager, shift=shift)}
    assert found[busy.signed_in_id()].clash is not None
    assert found[tired.signed_in_id()].short_rest is not None
    assert found[free.signed_in_id()] == queries.Candidate(
        free.signed_in_id(), free.name, (dt.timedelta(),) * 2, None, None
    )
    assert down.user_id not in {one.user_id for one in queries.candidates(manager, shift=full)}
    with pytest.raises(Refused):
        queries.candidates(free, shift=shift)


def test_who_is_on_and_who_is_next(asker: MakeAsker) -> None:
    by = asker("practitioner")
    now = shifts.made(starts_at=NOW - HOUR, needed=2)
    shifts.signed(now, by=by)
    soon = shifts.made(starts_at=NOW + HOUR)
    shifts.made(starts_at=NOW + 3 * HOUR)
    shifts.made(starts_at=NOW + 99 * HOUR, duty=Duty.LEAD)
    assert [(one.duty, one.missing, [who.name for who in one.people]) for one in queries.on_now(by, NOW)] == [
        (Duty.LINE, 1, [by.name])
    ]
    assert [(one.starts_at, one.missing) for one in queries.on_next(by, NOW)] == [(soon.starts_at, 1)]
    assert queries.on_now(asker("coordinator"), NOW) == []


def test_a_shift_that_was_cancelled_later_was_on_at_the_time(asker: MakeAsker) -> None:
    by, shift = asker("supervisor"), shifts.made(starts_at=NOW - HOUR)
    actions.cancel_shift(by=by, at=NOW, shift=shift, reason="The line is down.")
    assert len(queries.on_now(by, NOW - HOUR / 2)) == 1
    assert queries.on_now(by, NOW) == []


def tiles_by_title(asker: Asker) -> dict[str, Tile]:
    return {tile.title: tile for tile in queries.tiles(asker, NOW)}


def test_tiles_when_nothing_is_planned(asker: MakeAsker) -> None:
    tiles = tiles_by_title(asker("room_screen"))
    assert [(tile.value, tile.tone) for tile in tiles.values()] == [
        ("0", Tone.CALM),
        ("Nobody", Tone.CALM),
        ("Nobody", Tone.CALM),
        ("None", Tone.CALM),
        ("0", Tone.CALM),
    ]
    assert queries.tiles(asker("evaluator"), NOW) == []


def test_tiles_say_who_is_on_who_is_next_and_what_is_empty(asker: MakeAsker) -> None:
    by, lead = asker("practitioner"), asker("safeguarding_lead")
    now = shifts.made(starts_at=NOW - HOUR, needed=2)
    place = shifts.signed(now, by=by)
    actions.begin_break(by=by, at=NOW - HOUR / 6, shift=now, place=place)
    shifts.made(starts_at=NOW - HOUR, duty=Duty.SUPERVISOR)
    shifts.signed(shifts.made(starts_at=NOW - HOUR, duty=Duty.LEAD), by=lead)
    shifts.made(starts_at=NOW + HOUR, needed=2)
    tiles = tiles_by_title(asker("room_screen"))
    line = tiles["Answering the line"]
    assert (line.value, line.words, line.tone) == ("1", "of 2 until 12:04am: 1 place is empty", Tone.ATTENTION)
    assert line.lines == (f"{by.name} (on a break since 8:54pm)",)
    assert tiles["Supervisor on duty"].tone is Tone.ATTENTION
    assert tiles["Safeguarding lead on call"].value == lead.name
    assert (tiles["Next"].value, tiles["Next"].words, tiles["Next"].lines) == ("10:04pm", "today", ("Line: 2 empty",))
    assert (tiles["Empty places today"].value, tiles["Empty places today"].lines) == ("2", ("10:04pm line: 2",))


def test_a_manager_is_told_of_the_days_with_empty_places(asker: MakeAsker) -> None:
    manager = asker("supervisor")
    shifts.made(starts_at=NOW + HOUR, needed=2)
    shifts.signed(shifts.made(starts_at=MORNING))
    shifts.made(starts_at=MORNING + HOUR)
    shifts.made(starts_at=NOW + 8 * 24 * HOUR)
    items = queries.work_queue(manager, NOW)
    assert [(item.urgency, item.what, item.why) for item in items] == [
        (Urgency.TODAY, "Rota of Sunday 14 March 2027", "2 places are empty."),
        (Urgency.SOON, "Rota of Monday 15 March 2027", "1 place is empty."),
    ]
    assert items[1].url == "/rota/weeks/2027/11/#day-2027-03-15"
    assert queries.work_queue(asker("practitioner"), NOW) == []
    assert queries.work_queue(asker("coordinator"), NOW) == []


def test_cover_is_told_to_those_who_could_take_it(asker: MakeAsker) -> None:
    one, free, busy, lead = (
        asker("practitioner"),
        asker("practitioner"),
        asker("practitioner"),
        asker("safeguarding_lead"),
    )
    shift = shifts.made(starts_at=NOW + 60 * HOUR)
    shifts.signed(shifts.made(starts_at=NOW + 61 * HOUR), by=busy)
    shifts.cover_asked(shift, by=one)
    told = {who.name: [item.why for item in queries.work_queue(who, NOW)] for who in (one, free, busy, lead)}
    assert told == {one.name: [], free.name: [f"{one.name} asks for cover."], busy.name: [], lead.name: []}
    (item,) = queries.work_queue(free, NOW + 20 * HOUR)
    assert (item.urgency, item.why) == (Urgency.TODAY, f"{one.name} asks for cover, and nobody has taken it.")


def test_ones_own_shift_and_the_break_that_is_due(asker: MakeAsker) -> None:
    by = asker("practitioner")
    shift = shifts.made(starts_at=NOW - 5 * HOUR, hours=8, break_minutes=30)
    place = shifts.signed(shift, by=by)
    (item,) = queries.work_queue(by, NOW)
    assert (item.why, item.action) == ("You have been on since 4:04pm without a break.", "Take your break")
    actions.begin_break(by=by, at=NOW, shift=shift, place=place)
    assert queries.work_queue(by, NOW)[0].why == "You are down for it."


def test_what_others_changed_is_told_until_one_is_down_again(asker: MakeAsker) -> None:
    by, manager, shift = asker("practitioner"), asker("supervisor"), shifts.made()
    place = shifts.signed(shift, by=by)
    actions.take_off(by=manager, at=NOW, shift=shift, place=place, reason="Training on that day.")
    (item,) = queries.work_queue(by, NOW)
    assert item.why == f"You need not come: {manager.name} took you off it."
    page = queries.read_shift(by, at=NOW, shift_id=shift.pk)
    assert [one.ended_reason for one in page.earlier] == ["Training on that day."]
    assert queries.read_shift(asker("practitioner"), at=NOW, shift_id=shift.pk).earlier == ()
    actions.sign_up(by=by, at=NOW, shift=shift)
    assert queries.work_queue(by, NOW) == []


def test_who_was_put_on_or_covered_hears_of_it(asker: MakeAsker) -> None:
    by, other, manager, shift = asker("practitioner"), asker("practitioner"), asker("supervisor"), shifts.made()
    place = actions.put_on(by=manager, at=NOW, shift=shift, user_id=by.signed_in_id())
    assert [item.why for item in queries.work_queue(by, NOW)] == [f"{manager.name} put you on it."]
    cover = actions.ask_cover(by=by, at=NOW, shift=shift, place=place)
    actions.take_cover(by=other, at=NOW, shift=shift, cover=cover)
    assert [item.why for item in queries.work_queue(by, NOW)] == [f"You need not come: {other.name} has taken it over."]
    assert queries.work_queue(other, NOW) == []
    assert queries.work_queue(by, shift.starts_at) == [], "when it has begun it is no news"


def test_my_shifts_to_come_and_past(asker: MakeAsker) -> None:
    by = asker("practitioner")
    over = shifts.made(starts_at=NOW - 30 * HOUR)
    shifts.signed(over, by=by)
    never = shifts.made(starts_at=NOW + 96 * HOUR)
    actions.step_down(by=by, at=NOW, shift=never, place=shifts.signed(never, by=by))
    late, early = shifts.made(starts_at=NOW + 90 * HOUR), shifts.made(starts_at=NOW + 50 * HOUR)
    for shift in (late, early):
        shifts.signed(shift, by=by)
    to_come = queries.read_mine(by, at=NOW, past=False, page="1").page
    assert [place.shift for place in to_come] == [early, late]
    assert [place.shift for place in queries.read_mine(by, at=NOW, past=True, page="1").page] == [over]
    assert moments.day_of(early.starts_at) > moments.day_of(NOW)
