"""Naming people for one record, and which records an asker sees."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from roundel.access import actions, queries, scopes
from roundel.access.grants import NOBODY, Asker, load_asker
from roundel.access.models import RecordGrant, User
from roundel.audit.models import AuditEvent
from roundel.kernel.errors import InvalidInput, NotFound, Refused
from tests.integration.access.stand_in import DOOR, KIND, OPEN_REFERENCE, REFERENCE, make_record, visible_records
from tests.support.moments import NOW

pytestmark = pytest.mark.django_db
MakeUser = Callable[..., User]
MakeAsker = Callable[..., Asker]
WHY = "She has taken this caller's calls from the beginning."


@pytest.fixture
def record_id(make_user: MakeUser):
    return make_record(make_user())


def name(by: Asker, user: User, reason: str = WHY) -> RecordGrant:
    return actions.name_for_record(by=by, at=NOW, kind=KIND, reference=REFERENCE, user_id=user.pk, reason=reason)


def seen(asker: Asker) -> set[str]:
    return set(
        scopes.visible(asker, KIND, RecordGrant.objects.filter(kind="stand-in")).values_list("reference", flat=True)
    )


def test_a_named_person_sees_the_record_until_it_is_ended(record_id, asker: MakeAsker, make_user: MakeUser) -> None:
    marian, asha = asker("supervisor"), make_user("practitioner", name="Asha Rowe")
    grant = name(marian, asha)
    later = NOW + dt.timedelta(days=200)
    named = load_asker(asha.pk, at=later)
    assert seen(named) == {REFERENCE}
    assert named.via(record_id) == ""
    assert scopes.is_granted(named, KIND, record_id)
    [shown] = queries.named_for(marian, KIND, record_id, at=later)
    assert (shown.name, shown.reason, shown.given_by) == ("Asha Rowe", WHY, marian.name)
    assert queries.named_for(named, KIND, record_id, at=later) == [shown]
    actions.end_grant(by=marian, at=later, grant_id=grant.pk)
    assert seen(load_asker(asha.pk, at=later)) == set()
    assert queries.named_for(marian, KIND, record_id, at=later) == []
    assert list(AuditEvent.objects.order_by("id").values_list("event", flat=True)) == [
        "access.record.named", "access.record.unnamed",
    ]  # fmt: skip


def test_refusals_of_naming(record_id, asker: MakeAsker, make_user: MakeUser) -> None:
    marian, asha = asker("supervisor"), make_user("practitioner")
    with pytest.raises(Refused):
        name(asker("practitioner"), asha)
    with pytest.raises(InvalidInput):
        name(marian, asha, "she should")
    with pytest.raises(NotFound):
        actions.name_for_record(by=marian, at=NOW, kind=KIND, reference="H-4444-49", user_id=asha.pk, reason=WHY)
    assert not AuditEvent.objects.exists()
    name(marian, asha)
    with pytest.raises(InvalidInput, match="already"):
        name(marian, asha)


@pytest.mark.parametrize("role", ["administrator", "auditor", "evaluator", "coordinator"])
def test_a_record_is_never_opened_to_a_role_that_has_nothing_to_do_with_it(
    record_id, asker: MakeAsker, make_user: MakeUser, role: str
) -> None:
    marian, user = asker("supervisor"), make_user(role)
    with pytest.raises(InvalidInput, match="Only people whose role"):
        name(marian, user)
    assert user.pk not in dict(queries.may_be_named(marian, KIND, at=NOW))


def test_whom_one_can_name(record_id, asker: MakeAsker, make_user: MakeUser) -> None:
    marian, asha = asker("supervisor"), make_user("practitioner")
    closed = make_user("practitioner")
    closed.is_active = False
    closed.save()
    assert {marian.user_id, asha.pk} == set(dict(queries.may_be_named(marian, KIND, at=NOW)))
    with pytest.raises(Refused):
        queries.may_be_named(asker("practitioner"), KIND, at=NOW)


def test_refusals_of_ending(record_id, asker: MakeAsker, make_user: MakeUser) -> None:
    marian, asha = asker("supervisor"), make_user("practitioner")
    grant = name(marian, asha)
    with pytest.raises(Refused):
        actions.end_grant(by=asker("practitioner"), at=NOW, grant_id=grant.pk)
    with pytest.raises(NotFound):
        actions.end_grant(by=marian, at=NOW, grant_id=record_id)
    actions.end_grant(by=marian, at=NOW, grant_id=grant.pk)
    with pytest.raises(Refused, match="already"):
        actions.end_grant(by=marian, at=NOW, grant_id=grant.pk)


def test_who_is_named_is_not_told_to_everybody(record_id, asker: MakeAsker, make_user: MakeUser) -> None:
    marian = asker("supervisor")
    name(marian, make_user("practitioner"))
    assert len(queries.named_for(marian, KIND, record_id, at=NOW)) == 1
    for role in ("practitioner", "auditor"):
        with pytest.raises(Refused):
            queries.named_for(asker(role), KIND, record_id, at=NOW)


class TestScopes:
    def test_role_and_grant_together(self, record_id, asker: MakeAsker, make_user: MakeUser) -> None:
        make_record(make_user(), OPEN_REFERENCE)
        marian, idris = asker("supervisor"), make_user("supervisor")
        assert seen(marian) == {OPEN_REFERENCE}
        name(marian, idris)
        assert seen(load_asker(idris.pk, at=NOW)) == {OPEN_REFERENCE, REFERENCE}

    def test_nobody_and_an_unknown_kind_see_nothing(self, record_id, asker: MakeAsker) -> None:
        everything = RecordGrant.objects.all()
        assert not scopes.visible(NOBODY, KIND, everything).exists()
        assert not scopes.visible(asker("supervisor"), "no.such", everything).exists()
        with pytest.raises(NotFound):
            scopes.get_visible(asker("supervisor"), "no.such", everything, reference=REFERENCE)

    def test_closed_is_told_apart_from_missing_only_to_those_who_may_know(self, record_id, asker: MakeAsker) -> None:
        everything = RecordGrant.objects.filter(kind="stand-in")
        with pytest.raises(scopes.Closed) as closed:
            scopes.get_visible(asker("practitioner"), KIND, everything, reference=REFERENCE)
        assert (closed.value.kind, closed.value.reference, closed.value.may_know) == (KIND, REFERENCE, True)
        for who, reference in (("practitioner", "H-4444-49"), ("evaluator", REFERENCE)):
            with pytest.raises(NotFound) as missing:
                scopes.get_visible(asker(who), KIND, everything, reference=reference)
            assert not missing.value.may_know

    def test_one_scope_for_a_kind(self) -> None:
        known = scopes.Scope(KIND, visible_records, knows="helpline.know_contact", door=DOOR)
        scopes.register(known)
        with pytest.raises(ValueError, match="already"):
            scopes.register(scopes.Scope(KIND, lambda asker: None, knows="helpline.know_contact"))
        assert KIND in scopes.kinds()

    def test_a_kind_without_a_door_cannot_be_opened(self, asker: MakeAsker) -> None:
        scopes.register(scopes.Scope("test.shut", visible_records, knows="helpline.know_contact"))
        assert scopes.page_of("test.shut", REFERENCE) == ""
        assert scopes.page_of(KIND, REFERENCE) == f"/records/{REFERENCE}/"
        with pytest.raises(NotFound):
            scopes.find(asker("supervisor"), "test.shut", REFERENCE)
        with pytest.raises(NotFound):
            scopes.check_may_name(asker("supervisor"), "test.shut")
        scopes._SCOPES.pop("test.shut")
