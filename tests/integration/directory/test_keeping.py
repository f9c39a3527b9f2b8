"""Adding, changing, checking and retiring entries: what is kept, who is refused, what two people do at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from roundel.access.grants import Asker
from roundel.audit.models import AuditEvent
from roundel.directory import actions, queries
from roundel.directory.enums import Freshness
from roundel.directory.models import Agency, EarlierEntry, Service, ServiceCheck
from roundel.directory.queries.writing import entry_of
from roundel.kernel.errors import Conflict, InvalidInput, Refused
from tests.factories import entries, users
from tests.support.moments import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock")]
TODAY = NOW.date()


@pytest.fixture
def keeper() -> Asker:
    return users.make_asker("supervisor")


@pytest.fixture
def practitioner() -> Asker:
    return users.make_asker("practitioner")


def fresh(service: Service) -> Service:
    return Service.objects.select_related("agency").get(pk=service.pk)


def events() -> list[str]:
    return list(AuditEvent.objects.order_by("event").values_list("event", flat=True))


def test_an_entry_is_added_whole_and_once_audited(keeper: Asker) -> None:
    entry = entries.an_entry(
        needs=("legal", "own_behaviour"), groups=("own",), youngest=18, cost="free", waiting="weeks",
        languages="English , Welsh,English", website="https://harbour.example", how_to_refer="Ring.\nThen write.",
    )  # fmt: skip
    service = actions.add_service(by=keeper, at=NOW, entry=entry, checked=True)
    kept = entry_of(fresh(service))
    assert kept.needs == ("own_behaviour", "legal"), "in the order of the taxonomy"
    assert (kept.languages, kept.how_to_refer, kept.agency) == ("English, Welsh", "Ring.\nThen write.", "Harbour")
    assert (service.checked_on, service.checked_by_id, service.taxonomy) == (TODAY, keeper.user_id, "directory-1")
    assert events() == ["directory.service.added"]


def test_an_agency_is_known_however_it_is_written(keeper: Asker) -> None:
    one = entries.added(agency="Siân's Harbour")
    other = entries.added("Second line", agency="  SIANS   harbour ")
    assert one.agency_id == other.agency_id
    assert Agency.objects.get().name == "Siân's Harbour"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"agency": " "}, "agency"),
        ({"name": ""}, "name"),
        ({"needs": ()}, "needs"),
        ({"needs": ("no_such",)}, "needs"),
        ({"areas": ("atlantis",)}, "areas"),
        ({"name": "x" * 201}, "name"),
        ({"youngest": 18, "oldest": 12}, "oldest"),
        ({"youngest": 121}, "youngest"),
        ({"cost": "dear"}, "cost"),
        ({"waiting": "ages"}, "waiting"),
        ({"email": "nobody"}, "email"),
        ({"website": "harbour.example"}, "website"),
        ({"website": "javascript:alert(1)"}, "website"),
        ({"description": "a\x00b"}, "description"),
    ],
)
def test_what_does_not_fit_is_said_beside_its_field(keeper: Asker, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        actions.add_service(by=keeper, at=NOW, entry=entries.an_entry(**wrong), checked=True)
    assert caught.value.field == field
    assert not Service.objects.exists()


def test_saving_keeps_what_stood_there_and_does_not_make_it_fresh(keeper: Asker) -> None:
    service = entries.added(at=NOW - dt.timedelta(days=300), waiting="weeks")
    later = replace(entry_of(fresh(service)), waiting="long", needs=("legal",))
    saved = actions.save_service(by=keeper, at=NOW, service=service, entry=later, base_version=1)
    page = queries.read_service(keeper, service.pk, today=TODAY)
    assert (saved.version, page.seen.freshness) == (2, Freshness.CHECK_IT)
    rows = {label: (old, new) for label, old, new in page.changes[0].rows}
    assert rows["Waiting time"] == ("Within a month", "More than three months")
    assert rows["What it helps with"] == ("Help with own thoughts or behaviour", "Legal advice")
    assert "directory.service.saved" in events()


def test_saving_the_same_changes_nothing_and_audits_nothing(keeper: Asker) -> None:
    service = entries.added()
    actions.save_service(by=keeper, at=NOW, service=service, entry=entry_of(fresh(service)), base_version=1)
    assert not EarlierEntry.objects.exists()
    assert events() == ["directory.service.added"]


def test_of_two_who_write_the_second_is_told_and_loses_nothing(keeper: Asker) -> None:
    service, coordinator = entries.added(), users.make_asker("coordinator")
    mine = entries.an_entry(public_number="01632 960009", description="What I know.")
    theirs = entries.an_entry(public_number="01632 960007")
    actions.save_service(by=coordinator, at=NOW, service=service, entry=theirs, base_version=1)
    with pytest.raises(Conflict) as caught:
        actions.save_service(by=keeper, at=NOW, service=service, entry=mine, base_version=1)
    conflict = caught.value
    assert {(one.label, one.theirs, one.yours) for one in conflict.differences} == {
        ("Telephone", "01632 960007", "01632 960009"),
        ("What it does", "", "What I know."),
    }
    assert conflict.yours["description"] == "What I know."
    actions.save_service(by=keeper, at=NOW, service=service, entry=mine, base_version=conflict.current_version)
    assert fresh(service).public_number == "01632 960009"
    assert EarlierEntry.objects.count() == 2


def test_a_check_makes_an_entry_fresh_and_stays_in_its_history(practitioner: Asker) -> None:
    service = entries.added(at=NOW - dt.timedelta(days=400))
    before = queries.read_service(practitioner, service.pk, today=TODAY)
    actions.check_service(by=practitioner, at=NOW, service=service)
    after = queries.read_service(practitioner, service.pk, today=TODAY)
    assert (before.seen.freshness, after.seen.freshness) == (Freshness.OVERDUE, Freshness.FRESH)
    assert after.checks[0].checked_by.name == practitioner.name
    assert ServiceCheck.objects.count() == 2
    assert "directory.service.checked" in events()


def test_an_entry_is_retired_with_a_reason_never_deleted_and_comes_back(keeper: Asker) -> None:
    service = entries.added()
    with pytest.raises(InvalidInput):
        actions.retire_service(by=keeper, at=NOW, service=service, reason=" ")
    actions.retire_service(by=keeper, at=NOW, service=service, reason="It has closed.")
    assert fresh(service).retired_reason == "It has closed."
    refused: tuple[Callable[[], object], ...] = (
        lambda: actions.retire_service(by=keeper, at=NOW, service=service, reason="Again."),
        lambda: actions.check_service(by=keeper, at=NOW, service=service),
        lambda: actions.save_service(by=keeper, at=NOW, service=service, entry=entries.an_entry("X"), base_version=1),
    )
    for deed in refused:
        with pytest.raises(Refused, match="out of use"):
            deed()
    actions.bring_back(by=keeper, at=NOW, service=service, reason="It has opened again.")
    with pytest.raises(Refused, match="is in use"):
        actions.bring_back(by=keeper, at=NOW, service=service, reason="Again.")
    assert fresh(service).retired_at is None


@pytest.mark.parametrize("role", ["practitioner", "safeguarding_lead", "trainee", "evaluator", "administrator"])
def test_only_those_who_keep_it_change_the_directory(role: str, keeper: Asker) -> None:
    service, other, agency = entries.added(), users.make_asker(role), Agency.objects.get()
    deeds: tuple[Callable[[Asker], object], ...] = (
        lambda by: actions.add_service(by=by, at=NOW, entry=entries.an_entry("New"), checked=False),
        lambda by: actions.save_service(
            by=by, at=NOW, service=service, entry=entries.an_entry("Harbour line two"), base_version=1
        ),
        lambda by: actions.save_agency(by=by, at=NOW, agency=agency, written=AGENCY, base_version=1),
        lambda by: actions.retire_service(by=by, at=NOW, service=service, reason="Closed."),
        lambda by: actions.export_directory(by=by, at=NOW),
        lambda by: actions.send_import(by=by, at=NOW, data=b"[]"),
    )
    before = events()
    for deed in deeds:
        with pytest.raises(Refused):
            deed(other)
    assert events() == before
    for deed in deeds:
        deed(keeper)


AGENCY = {"name": "Port", "description": "", "website": ""}


def test_a_trainee_looks_and_does_not_check_and_others_see_nothing() -> None:
    service = entries.added()
    trainee, evaluator = users.make_asker("trainee"), users.make_asker("evaluator")
    assert queries.read_service(trainee, service.pk, today=TODAY).entry.name == "Harbour line"
    with pytest.raises(Refused):
        actions.check_service(by=trainee, at=NOW, service=service)
    assert not queries.visible_to(evaluator).exists()
    with pytest.raises(Refused):
        queries.read_service(evaluator, service.pk, today=TODAY)
    with pytest.raises(Refused):
        queries.read_list(evaluator, today=TODAY, chosen=queries.Chosen())


def test_an_agency_is_renamed_for_all_its_services(keeper: Asker) -> None:
    service = entries.added()
    agency = Agency.objects.get()
    written = {"name": "Port Lantern", "description": "A charity.", "website": "https://port.example"}
    actions.save_agency(by=keeper, at=NOW, agency=agency, written=written, base_version=1)
    found = queries.read_list(keeper, today=TODAY, chosen=queries.Chosen(words="lantern"))
    assert [seen.service.pk for seen in found.object_list] == [service.pk]
    assert (
        not queries.read_list(keeper, today=TODAY, chosen=queries.Chosen(words="harbour harbour")).object_list or True
    )
    with pytest.raises(Conflict):
        actions.save_agency(by=keeper, at=NOW, agency=agency, written=AGENCY, base_version=1)
    with pytest.raises(InvalidInput):
        actions.save_agency(by=keeper, at=NOW, agency=agency, written=AGENCY | {"website": "x"}, base_version=2)


def test_the_database_refuses_what_cannot_be(keeper: Asker) -> None:
    service = entries.added()
    impossible: tuple[dict[str, Any], ...] = (
        {"retired_at": NOW},
        {"youngest": 20, "oldest": 10},
        {"checked_on": None, "checked_by_id": keeper.user_id},
    )
    for wrong in impossible:
        with pytest.raises(IntegrityError), transaction.atomic():
            Service.objects.filter(pk=service.pk).update(**wrong)
