"""The loop of cover: asked, taken or not needed after all; the old place ends as the new one begins."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from roundel.access.grants import Asker
from roundel.audit.models import AuditEvent
from roundel.kernel.errors import Refused
from roundel.rota import actions, queries
from roundel.rota.enums import CoverState, Duty, SigningState
from roundel.rota.models import CoverRequest, Signing
from tests.factories import shifts
from tests.support.moments import NOW

MakeAsker = Callable[..., Asker]
HOUR = dt.timedelta(hours=1)
WHY = "My child is ill."
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock")]


def test_cover_changes_the_hands_in_one_moment(asker: MakeAsker) -> None:
    one, other, shift = asker("practitioner"), asker("practitioner"), shifts.made()
    cover = shifts.cover_asked(shift, by=one, reason=WHY)
    assert queries.read_shift(one, at=NOW, shift_id=shift.pk).row.missing == 0, "who asks is still down for it"
    before = AuditEvent.objects.count()
    later = NOW + HOUR
    taken = actions.take_cover(by=other, at=later, shift=shift, cover=cover)
    theirs = Signing.objects.get(user_id=one.user_id)
    assert (theirs.state, theirs.ended_at, taken.signed_at) == (SigningState.COVERED, later, later)
    settled = CoverRequest.objects.get()
    assert (settled.state, settled.taken_as_id, settled.settled_by_id) == (CoverState.TAKEN, taken.pk, other.user_id)
    assert AuditEvent.objects.count() == before + 1
    assert not AuditEvent.objects.filter(detail__contains="ill").exists()


def test_it_is_taken_once(asker: MakeAsker) -> None:
    shift = shifts.made()
    cover = shifts.cover_asked(shift, by=asker("practitioner"))
    actions.take_cover(by=asker("practitioner"), at=NOW, shift=shift, cover=cover)
    with pytest.raises(Refused, match="no longer asked for"):
        actions.take_cover(by=asker("practitioner"), at=NOW, shift=shift, cover=cover)


def test_it_is_asked_for_once_and_taken_back(asker: MakeAsker) -> None:
    by, shift = asker("practitioner"), shifts.made()
    cover = shifts.cover_asked(shift, by=by)
    with pytest.raises(Refused, match="already"):
        actions.ask_cover(by=by, at=NOW, shift=shift, place=cover.signing)
    with pytest.raises(Refused, match="somebody else"):
        actions.withdraw_cover(by=asker("practitioner"), at=NOW, shift=shift, place=cover.signing)
    actions.withdraw_cover(by=by, at=NOW, shift=shift, place=cover.signing)
    with pytest.raises(Refused, match="no longer"):
        actions.take_cover(by=asker("practitioner"), at=NOW, shift=shift, cover=cover)
    actions.ask_cover(by=by, at=NOW, shift=shift, place=cover.signing)
    assert CoverRequest.objects.count() == 2


def test_one_asks_for_ones_own_place_only(asker: MakeAsker) -> None:
    shift = shifts.made()
    place = shifts.signed(shift)
    with pytest.raises(Refused, match="somebody else"):
        actions.ask_cover(by=asker("practitioner"), at=NOW, shift=shift, place=place)


def test_it_is_offered_to_those_who_can_come(asker: MakeAsker) -> None:
    one, free, busy, lead = (asker(role) for role in (*["practitioner"] * 3, "safeguarding_lead"))
    shift = shifts.made()
    shifts.signed(shifts.made(starts_at=shift.starts_at + HOUR), by=busy)
    shifts.cover_asked(shift, by=one)
    offered = [queries.read_shift(who, at=NOW, shift_id=shift.pk).covers[0].may_take for who in (one, free, busy, lead)]
    assert offered == [False, True, False, False]
    assert not queries.read_shift(free, at=shift.ends_at, shift_id=shift.pk).covers[0].may_take


@pytest.mark.parametrize("case", ["own", "role", "clash", "down", "over"])
def test_who_cannot_take_it(asker: MakeAsker, case: str) -> None:
    one, other = asker("practitioner"), asker("safeguarding_lead" if case == "role" else "practitioner")
    shift = shifts.made(needed=2)
    if case == "clash":
        shifts.signed(shifts.made(starts_at=shift.starts_at + HOUR), by=other)
    if case == "down":
        shifts.signed(shift, by=other)
    cover = shifts.cover_asked(shift, by=one)
    at = shift.ends_at if case == "over" else NOW
    with pytest.raises(Refused):
        actions.take_cover(by=one if case == "own" else other, at=at, shift=shift, cover=cover)
    assert CoverRequest.objects.get().state == CoverState.ASKED
    assert Signing.objects.get(user_id=one.user_id).state == SigningState.STANDING


def test_stepping_down_and_being_taken_off_settle_it(asker: MakeAsker) -> None:
    by, shift = asker("practitioner"), shifts.made()
    cover = shifts.cover_asked(shift, by=by)
    actions.step_down(by=by, at=NOW, shift=shift, place=cover.signing)
    assert CoverRequest.objects.get().state == CoverState.NOT_NEEDED


def test_why_is_read_by_the_asker_and_managers_only(asker: MakeAsker) -> None:
    by, shift = asker("practitioner"), shifts.made()
    shifts.cover_asked(shift, by=by, reason=WHY)
    read = {
        who: queries.read_shift(person, at=NOW, shift_id=shift.pk).covers[0].why
        for who, person in (("own", by), ("manager", asker("supervisor")), ("other", asker("practitioner")))
    }
    assert read == {"own": WHY, "manager": WHY, "other": ""}


def test_both_halves_of_a_shift_that_was_handed_over_count(asker: MakeAsker) -> None:
    one, other, shift = asker("practitioner"), asker("practitioner"), shifts.going_on()
    cover = shifts.cover_asked(shift, by=one, at=shift.starts_at)
    actions.take_cover(by=other, at=NOW, shift=shift, cover=cover)
    hours = [queries.read_mine(who, at=NOW, past=False, page="1").this_week.worked for who in (one, other)]
    assert hours == [NOW - shift.starts_at, shift.ends_at - NOW]
    assert [person.user_id for duty in queries.on_now(one, NOW - HOUR / 2) for person in duty.people] == [one.user_id]
    assert [person.user_id for duty in queries.on_now(one, NOW) for person in duty.people] == [other.user_id]


def test_the_lead_takes_over_from_the_lead(asker: MakeAsker) -> None:
    shift = shifts.made(duty=Duty.LEAD, hours=24)
    cover = shifts.cover_asked(shift, by=asker("safeguarding_lead"))
    with pytest.raises(Refused, match="another role"):
        actions.take_cover(by=asker("supervisor"), at=NOW, shift=shift, cover=cover)
    actions.take_cover(by=asker("safeguarding_lead"), at=NOW, shift=shift, cover=cover)
