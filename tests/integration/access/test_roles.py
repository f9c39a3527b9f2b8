"""Giving and ending roles, and what an asker may on which day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from roundel.access import actions
from roundel.access.grants import Asker, load_asker
from roundel.access.models import User, UserRole
from roundel.audit.models import AuditEvent
from roundel.kernel.errors import InvalidInput, NotFound, Refused
from tests.support.moments import NOW

TODAY = NOW.date()
TOMORROW = TODAY + dt.timedelta(days=1)
pytestmark = pytest.mark.django_db
MakeUser = Callable[..., User]
MakeAsker = Callable[..., Asker]


def give(by: Asker, user: User, role: str = "practitioner", from_day: dt.date = TODAY) -> UserRole:
    return actions.give_role(by=by, at=NOW, user_id=user.pk, role=role, from_day=from_day)


def test_a_role_from_today_holds_at_once(asker: MakeAsker, make_user: MakeUser) -> None:
    by, user = asker("administrator"), make_user()
    assert load_asker(user.pk, at=NOW).permissions == frozenset()
    give(by, user)
    assert load_asker(user.pk, at=NOW).may("helpline.take_contact")
    event = AuditEvent.objects.get()
    assert (event.event, event.object_id, event.actor_id) == ("access.role.given", user.pk, by.user_id)
    assert '"role":"practitioner"' in event.detail


def test_a_role_from_tomorrow_holds_from_midnight_where_the_organisation_is(
    asker: MakeAsker, make_user: MakeUser
) -> None:
    user = make_user()
    held = give(asker("administrator"), user, from_day=TOMORROW)
    midnight = timezone.make_aware(dt.datetime.combine(TOMORROW, dt.time.min))
    assert held.from_at == midnight
    assert load_asker(user.pk, at=midnight - dt.timedelta(seconds=1)).roles == frozenset()
    assert load_asker(user.pk, at=midnight).roles == {"practitioner"}


def test_refusals_of_giving(asker: MakeAsker, make_user: MakeUser) -> None:
    by, user = asker("administrator"), make_user()
    assert by.user_id is not None
    with pytest.raises(Refused):
        give(asker("supervisor"), user)
    with pytest.raises(Refused):
        give(by, User.objects.get(pk=by.user_id), "auditor")
    with pytest.raises(InvalidInput):
        give(by, user, from_day=TODAY - dt.timedelta(days=1))
    with pytest.raises(NotFound):
        give(by, User(email="nobody@example.org"))
    assert not user.roles.exists()
    assert not AuditEvent.objects.exists()
    give(by, user)
    with pytest.raises(InvalidInput, match="already"):
        give(by, user)
    with pytest.raises(InvalidInput, match="one person"):
        give(by, user, "administrator")


def test_a_role_to_come_counts_when_roles_are_kept_apart(asker: MakeAsker, make_user: MakeUser) -> None:
    by, user = asker("administrator"), make_user()
    give(by, user, "supervisor", TOMORROW)
    with pytest.raises(InvalidInput, match="one person"):
        give(by, user, "administrator")


def test_an_ended_role_is_kept_and_can_be_given_again(asker: MakeAsker, make_user: MakeUser) -> None:
    by, user = asker("administrator"), make_user()
    held = give(by, user)
    later = NOW + dt.timedelta(days=3)
    actions.end_role(by=by, at=later, user_id=user.pk, role_id=held.pk)
    assert load_asker(user.pk, at=later - dt.timedelta(seconds=1)).roles == {"practitioner"}
    assert load_asker(user.pk, at=later).roles == frozenset()
    held.refresh_from_db()
    assert (held.to_at, held.ended_by_id) == (later, by.user_id)
    actions.give_role(by=by, at=later, user_id=user.pk, role="administrator", from_day=later.date())
    assert user.roles.count() == 2
    assert AuditEvent.objects.filter(event="access.role.ended").count() == 1


def test_a_role_that_has_not_begun_never_does(asker: MakeAsker, make_user: MakeUser) -> None:
    by, user = asker("administrator"), make_user()
    held = give(by, user, from_day=TOMORROW)
    actions.end_role(by=by, at=NOW, user_id=user.pk, role_id=held.pk)
    assert load_asker(user.pk, at=NOW + dt.timedelta(days=30)).roles == frozenset()
    give(by, user, from_day=TOMORROW)  # and it can be given again


def test_refusals_of_ending(asker: MakeAsker, make_user: MakeUser) -> None:
    by, user, other = asker("administrator"), make_user("practitioner"), make_user("practitioner")
    held = user.roles.get()
    with pytest.raises(Refused):
        actions.end_role(by=asker("supervisor"), at=NOW, user_id=user.pk, role_id=held.pk)
    with pytest.raises(NotFound):
        actions.end_role(by=by, at=NOW, user_id=other.pk, role_id=held.pk)
    own = UserRole.objects.get(user_id=by.user_id)
    with pytest.raises(Refused):
        actions.end_role(by=by, at=NOW, user_id=own.user_id, role_id=own.pk)
    actions.end_role(by=by, at=NOW, user_id=user.pk, role_id=held.pk)
    with pytest.raises(Refused, match="already"):
        actions.end_role(by=by, at=NOW + dt.timedelta(days=1), user_id=user.pk, role_id=held.pk)


def test_the_database_refuses_a_second_open_role_and_an_end_before_the_beginning(make_user: MakeUser) -> None:
    user = make_user("auditor")
    with pytest.raises(IntegrityError), transaction.atomic():
        UserRole.objects.create(user=user, role="auditor", from_at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        UserRole.objects.create(user=user, role="evaluator", from_at=NOW, to_at=NOW - dt.timedelta(days=1))
