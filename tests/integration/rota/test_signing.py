"""Signing up, stepping down, being put on and taken off, breaks; two people at once."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, connections, transaction

from roundel.access import actions as access
from roundel.access.grants import Asker, load_asker
from roundel.access.models import UserRole
from roundel.audit.models import AuditEvent
from roundel.kernel.errors import InvalidInput, NotFound, Refused
from roundel.rota import actions, queries
from roundel.rota.enums import Duty, SigningState
from roundel.rota.models import Break, Signing
from tests.factories import shifts, users
from tests.support.moments import NOW

MakeAsker = Callable[..., Asker]
HOUR = dt.timedelta(hours=1)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock")]


def test_signing_up_is_dated_and_noted(asker: MakeAsker) -> None:
    by, shift = asker("practitioner"), shifts.made()
    before = AuditEvent.objects.count()
    place = actions.sign_up(by=by, at=NOW, shift=shift)
    assert (place.user_id, place.signed_by_id, place.signed_at) == (by.user_id, by.user_id, NOW)
    assert AuditEvent.objects.count() == before + 1
    with pytest.raises(Refused, match="already"):
        actions.sign_up(by=by, at=NOW, shift=shift)


@pytest.mark.parametrize(
    ("role", "duty", "may"),
    [
        ("practitioner", Duty.LINE, True),
        ("practitioner", Duty.SUPERVISOR, False),
        ("practitioner", Duty.LEAD, False),
        ("supervisor", Duty.LINE, True),
        ("supervisor", Duty.SUPERVISOR, True),
        ("supervisor", Duty.LEAD, False),
        ("safeguarding_lead", Duty.LEAD, True),
        ("safeguarding_lead", Duty.LINE, False),
    ],
)
def test_the_duty_follows_from_the_role(asker: MakeAsker, role: str, duty: Duty, may: bool) -> None:
    by, shift = asker(role), shifts.made(duty=duty)
    if may:
        actions.sign_up(by=by, at=NOW, shift=shift)
        return
    with pytest.raises(Refused, match="another role"):
        actions.sign_up(by=by, at=NOW, shift=shift)


@pytest.mark.parametrize("role", ["room_screen", "coordinator", "trainee", "administrator"])
def test_the_rota_is_closed_to_others(asker: MakeAsker, role: str) -> None:
    shift = shifts.made()
    with pytest.raises(Refused):
        actions.sign_up(by=asker(role), at=NOW, shift=shift)
    with pytest.raises(NotFound):
        queries.get_shift(asker(role), shift.pk)


def test_the_role_counts_that_is_held_at_the_time_of_the_shift(asker: MakeAsker) -> None:
    by, shift = asker("practitioner"), shifts.made()
    UserRole.objects.filter(user_id=by.user_id).update(to_at=shift.starts_at)
    with pytest.raises(Refused, match="another role"):
        actions.sign_up(by=by, at=NOW, shift=shift)
    UserRole.objects.filter(user_id=by.user_id).update(to_at=shift.starts_at + HOUR)
    actions.sign_up(by=by, at=NOW, shift=shift)


def test_nobody_more_than_are_needed(asker: MakeAsker) -> None:
    shift = shifts.made(needed=2)
    shifts.signed(shift)
    shifts.signed(shift)
    with pytest.raises(Refused, match="quicker"):
        actions.sign_up(by=asker("practitioner"), at=NOW, shift=shift)


@pytest.mark.parametrize(("offset", "clashes"), [(-4, False), (-3, True), (0, True), (3, True), (4, False)])
def test_nobody_is_in_two_places(asker: MakeAsker, offset: int, clashes: bool) -> None:
    by = asker("supervisor")
    first = shifts.made(duty=Duty.SUPERVISOR)
    shifts.signed(first, by=by)
    second = shifts.made(starts_at=first.starts_at + offset * HOUR)
    if not clashes:
        actions.sign_up(by=by, at=NOW, shift=second)
        return
    with pytest.raises(Refused, match="another shift at that time: supervisor on duty"):
        actions.sign_up(by=by, at=NOW, shift=second)


def test_one_may_come_late_but_not_after_the_end(asker: MakeAsker) -> None:
    shift = shifts.going_on(needed=2)
    place = actions.sign_up(by=asker("practitioner"), at=NOW, shift=shift)
    assert place.signed_at > shift.starts_at
    with pytest.raises(Refused, match="over"):
        actions.sign_up(by=asker("practitioner"), at=shift.ends_at, shift=shift)


def test_stepping_down_until_two_days_before(asker: MakeAsker) -> None:
    by, shift = asker("practitioner"), shifts.made()
    place = shifts.signed(shift, by=by)
    with pytest.raises(Refused, match="48 hours"):
        actions.step_down(by=by, at=shift.starts_at - 47 * HOUR, shift=shift, place=place)
    with pytest.raises(Refused, match="somebody else"):
        actions.step_down(by=asker("practitioner"), at=NOW, shift=shift, place=place)
    ended = actions.step_down(by=by, at=shift.starts_at - 48 * HOUR, shift=shift, place=place)
    assert (ended.state, ended.ended_by_id) == (SigningState.STEPPED_DOWN, by.user_id)
    shifts.signed(shift, by=by)
    assert Signing.objects.filter(user_id=by.user_id).count() == 2, "what was is not written over"


def test_being_put_on(asker: MakeAsker) -> None:
    manager, person = asker("supervisor"), users.make_user("practitioner")
    shift = shifts.made()
    place = actions.put_on(by=manager, at=NOW, shift=shift, user_id=person.pk)
    assert (place.user_id, place.signed_by_id) == (person.pk, manager.user_id)
    with pytest.raises(Refused):
        actions.put_on(by=load_asker(person.pk, at=NOW), at=NOW, shift=shifts.made(), user_id=person.pk)


@pytest.mark.parametrize("case", ["full", "clash", "role", "closed", "down"])
def test_who_cannot_be_put_on_is_said_beside_the_field(asker: MakeAsker, case: str) -> None:
    manager, person = asker("supervisor"), users.make_user("coordinator" if case == "role" else "practitioner")
    shift = shifts.made(needed=2 if case == "down" else 1)
    if case == "full":
        shifts.signed(shift)
    elif case == "clash":
        other = shifts.made(starts_at=shift.starts_at + HOUR)
        shifts.signed(other, by=load_asker(person.pk, at=NOW))
    elif case == "down":
        shifts.signed(shift, by=load_asker(person.pk, at=NOW))
    elif case == "closed":
        access.close_account(by=asker("administrator"), at=NOW, user_id=person.pk, reason="She has left the service.")
    with pytest.raises(InvalidInput) as caught:
        actions.put_on(by=manager, at=NOW, shift=shift, user_id=person.pk)
    assert caught.value.field == "person"


def test_being_taken_off_in_the_middle_ends_a_break_too(asker: MakeAsker) -> None:
    by, manager, shift = asker("practitioner"), asker("supervisor"), shifts.going_on()
    place = shifts.signed(shift, by=by)
    actions.begin_break(by=by, at=NOW, shift=shift, place=place)
    with pytest.raises(InvalidInput):
        actions.take_off(by=manager, at=NOW, shift=shift, place=place, reason="")
    with pytest.raises(Refused):
        actions.take_off(by=by, at=NOW, shift=shift, place=place, reason="Me.")
    actions.take_off(by=manager, at=NOW, shift=shift, place=place, reason="Went home ill.")
    assert Break.objects.get().ended_at == NOW
    kept = Signing.objects.get()
    assert (kept.state, kept.ended_reason, kept.signed_at) == (
        SigningState.TAKEN_OFF,
        "Went home ill.",
        place.signed_at,
    )
    assert [one.people for one in queries.on_now(manager, NOW)] == [()]
    assert [len(one.people) for one in queries.on_now(manager, NOW - HOUR / 6)] == [1], "who was on is still known"


def test_somebody_whose_account_was_closed_leaves_a_gap(asker: MakeAsker) -> None:
    by, shift = asker("practitioner"), shifts.made()
    shifts.signed(shift, by=by)
    access.close_account(
        by=asker("administrator"), at=NOW, user_id=by.signed_in_id(), reason="She has left the service."
    )
    page = queries.read_shift(asker("supervisor"), at=NOW, shift_id=shift.pk)
    assert (page.row.missing, page.row.places) == (1, ())
    shifts.signed(shift)


def test_breaks_are_taken_while_one_is_on(asker: MakeAsker) -> None:
    by, shift = asker("practitioner"), shifts.going_on()
    place = shifts.signed(shift, by=by)
    with pytest.raises(Refused, match="not on a break"):
        actions.end_break(by=by, at=NOW, shift=shift, place=place)
    actions.begin_break(by=by, at=NOW, shift=shift, place=place)
    with pytest.raises(Refused, match="already"):
        actions.begin_break(by=by, at=NOW, shift=shift, place=place)
    with pytest.raises(Refused, match="somebody else"):
        actions.end_break(by=asker("practitioner"), at=NOW, shift=shift, place=place)
    actions.end_break(by=by, at=NOW + HOUR / 3, shift=shift, place=place)
    event = AuditEvent.objects.filter(event="rota.break.ended").get()
    assert event.detail == '{"minutes":20}'
    with pytest.raises(Refused, match="not going on"):
        actions.begin_break(by=by, at=shift.ends_at, shift=shift, place=place)


def test_the_database_knows_what_cannot_be(asker: MakeAsker) -> None:
    by, shift = asker("practitioner"), shifts.made()
    place = shifts.signed(shift, by=by)
    wrong = (
        {"ended_at": NOW},
        {"state": SigningState.TAKEN_OFF, "ended_at": NOW, "ended_by_id": by.user_id},
        {"state": SigningState.COVERED, "ended_at": NOW - 99 * HOUR, "ended_by_id": by.user_id},
    )
    for values in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Signing.objects.filter(pk=place.pk).update(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        Signing.objects.create(shift=shift, user_id=by.user_id, signed_at=NOW, signed_by_id=by.user_id)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("who", ["two people, one place", "one person, two shifts at a time"])
def test_at_the_same_moment(who: str) -> None:
    """Two sign up for the last place; one signs up, from two windows, for two shifts that overlap."""
    if connection.vendor == "sqlite":
        pytest.skip("an in-memory database has one connection; on SQLite the transaction itself is the lock")
    first = shifts.made()
    second = first if who.startswith("two") else shifts.made(starts_at=first.starts_at + HOUR)
    askers = [users.make_asker("practitioner") for _ in range(2)]
    if not who.startswith("two"):
        askers = askers[:1] * 2
    ready, refused, errors = threading.Barrier(2), [], []

    def sign_up(by: Asker, shift: object) -> None:
        try:
            ready.wait(10)
            actions.sign_up(by=by, at=NOW, shift=shift)  # type: ignore[arg-type]
        except Refused as refusal:
            refused.append(refusal)
        except Exception as error:  # noqa: BLE001 - told below
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=sign_up, args=pair) for pair in zip(askers, (first, second), strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (errors, len(refused), Signing.objects.count()) == ([], 1, 1)
