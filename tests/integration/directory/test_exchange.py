"""Exchange files: there and back again, what a plan shows and does, and what it leaves alone."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roundel.access.grants import Asker
from roundel.audit.models import AuditEvent
from roundel.directory import actions, hsds, queries
from roundel.directory.actions.importing import Otherwise
from roundel.directory.models import Agency, EarlierEntry, Import, Service
from roundel.directory.queries.writing import entry_of
from roundel.directory.taxonomy import newest
from roundel.kernel.errors import Refused
from tests.factories import entries, users
from tests.support.moments import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock")]
ID, OTHER = "0fdfb57f-c147-4cfb-864c-44788a335d8c", "24682fa0-3eda-4afc-a026-84a21c7a882e"
ORGANISATION = {"id": OTHER, "name": "Harbour", "description": ""}
YESTERDAY = (NOW - dt.timedelta(days=1)).date().isoformat()


@pytest.fixture
def keeper() -> Asker:
    return users.make_asker("supervisor")


def a_service(**more: Any) -> dict[str, Any]:
    return {"id": ID, "name": "Harbour line", "status": "active", "organization": ORGANISATION} | more


def send(keeper: Asker, *services: dict[str, Any]) -> Import:
    return entries.sent(json.dumps(services).encode(), by=keeper)


def take(keeper: Asker, sent: Import) -> Import:
    plan = queries.read_import(keeper, sent.pk, at=NOW).plan
    assert plan is not None
    return actions.take_import(by=keeper, at=NOW, import_id=sent.pk, digest=plan.digest)


def bring_in(keeper: Asker, *services: dict[str, Any]) -> Import:
    return take(keeper, send(keeper, *services))


def taken_out(keeper: Asker) -> dict[str, Any]:
    """The whole directory, as a file would hold it."""
    exported: dict[str, Any] = json.loads(json.dumps(actions.export_directory(by=keeper, at=NOW)))
    return exported


def forget_everything() -> None:
    Service.objects.all().delete()
    Agency.objects.all().delete()


FULL: dict[str, Any] = {
    "agency": "Siân's Harbour",
    "description": "What it does.\nIn two lines.",
    "needs": ("own_behaviour", "legal"),
    "groups": ("own", "other_adult"),
    "serves": "Adults.",
    "youngest": 18,
    "oldest": 65,
    "areas": ("wales", "london"),
    "area_words": "Two towns; by video elsewhere",
    "ways": ("self", "helpline"),
    "how_to_refer": "Ring first.",
    "cost": "sometimes",
    "cost_words": "£10 an hour",
    "waiting": "weeks",
    "waiting_words": "Three weeks in spring",
    "public_number": "01632 960001 (days), 01632 960002",
    "email": "refer@harbour.example",
    "website": "https://harbour.example/line",
    "languages": "English, Welsh",
    "access": "Step-free.",
}


def test_there_and_back_again_nothing_is_lost(keeper: Asker) -> None:
    entries.added("Full", **FULL)
    entries.added("Bare", checked=False)
    entries.retired("Gone")
    out = taken_out(keeper)
    before = {service.pk: (entry_of(service), service.checked_on) for service in Service.objects.all()}
    forget_everything()
    sent = bring_in(keeper, *out["contents"])
    assert (sent.added, sent.changed, sent.same) == (3, 0, 0)
    assert taken_out(keeper) == out
    assert {service.pk: (entry_of(service), service.checked_on) for service in Service.objects.all()} == before
    again = queries.read_import(keeper, send(keeper, *out["contents"]).pk, at=NOW).plan
    assert again is not None
    assert (len(again.same), again.does_something, again.unknown, again.dropped) == (3, False, (), ())


FREE = ("description", "serves", "how_to_refer", "cost_words", "access", "public_number", "languages")
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=40)
CODES = {about: st.sets(st.sampled_from(list(newest().offered(about))), max_size=3) for about in newest().terms}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
@given(
    name=TEXT.filter(str.strip),
    agency=TEXT.filter(str.strip),
    texts=st.fixed_dictionaries(dict.fromkeys(FREE, TEXT)),
    needs=CODES["needs"].filter(bool), groups=CODES["groups"], areas=CODES["areas"], ways=CODES["ways"],
    cost=st.sampled_from(["", "free", "paid"]), waiting=st.sampled_from(["", "none", "closed"]),
)  # fmt: skip
def test_whatever_is_written_comes_back(
    keeper: Asker, name: str, agency: str, texts: dict[str, str], **coded: Any
) -> None:
    forget_everything()
    terms = {key: tuple(value) if isinstance(value, set) else value for key, value in coded.items()}
    service = entries.added(name, by=keeper, agency=agency, **texts, **terms)
    out, entry = taken_out(keeper), entry_of(Service.objects.get(pk=service.pk))
    forget_everything()
    bring_in(keeper, *out["contents"])
    assert entry_of(Service.objects.get(pk=service.pk)) == entry
    assert taken_out(keeper) == out


def test_what_is_exported_has_what_the_specification_asks_for(keeper: Asker) -> None:
    entries.added("Full", **FULL)
    page = taken_out(keeper)
    (service,) = page["contents"]
    assert (page["total_items"], page["first_page"], page["last_page"], page["empty"]) == (1, True, True, False)
    assert {"id", "name", "status"} <= set(service)
    assert {"id", "name", "description"} <= set(service["organization"])
    for name in ("phones", "languages", "service_areas"):
        assert all(element["id"] and element["service_id"] == service["id"] for element in service[name]), name
    assert [one["number"] for one in service["phones"]] == ["01632 960001 (days)", "01632 960002"]
    assert {(one["link_type"], one["taxonomy_term"]["code"]) for one in service["attributes"]} == {
        ("needs", "own_behaviour"), ("needs", "legal"), ("groups", "own"), ("groups", "other_adult"),
        ("ways", "self"), ("ways", "helpline"), ("cost", "sometimes"), ("waiting", "weeks"),
    }  # fmt: skip
    assert service["assured_date"] == NOW.date().isoformat()
    assert service["last_modified"].endswith("Z")
    assert "Person" not in json.dumps(page), "no member of staff is named"


def test_fields_that_we_do_not_know_come_back_as_they_were(keeper: Asker) -> None:
    foreign = a_service(
        alert="Closed in August",
        schedules=[{"id": OTHER, "opens_at": "09:00", "byday": "MO"}],
        phones=[{"id": OTHER, "number": "01632 960001", "extension": 4, "type": "voice"}],
        service_areas=[{"id": OTHER, "name": "Wales", "extent": "POLYGON"}, {"id": ID, "name": "Ynys Enlli"}],
        languages=[{"id": OTHER, "name": "Welsh", "code": "cy"}],
        attributes=[{"id": OTHER, "taxonomy_term": {"id": ID, "name": "Food", "taxonomy": "Another"}}],
        organization=ORGANISATION | {"legal_status": "charity"},
    )
    bring_in(keeper, foreign)
    (service,) = taken_out(keeper)["contents"]
    for name in ("alert", "schedules", "phones", "languages", "attributes", "organization"):
        assert service[name] == foreign[name], name
    areas = {one["name"]: one for one in service["service_areas"]}
    assert areas["Wales"] == foreign["service_areas"][0]
    assert set(areas) == {"Wales", "Ynys Enlli"}
    assert entry_of(Service.objects.get()).areas == ("wales",)


def test_a_number_that_was_changed_here_goes_out_as_it_is_here(keeper: Asker) -> None:
    bring_in(keeper, a_service(phones=[{"id": OTHER, "number": "01632 960001", "extension": 4}]))
    service = Service.objects.get()
    entry = entries.an_entry("Harbour line", public_number="01632 960009")
    actions.save_service(by=keeper, at=NOW, service=service, entry=entry, base_version=1)
    (phone,) = taken_out(keeper)["contents"][0]["phones"]
    assert (phone["number"], "extension" in phone) == ("01632 960009", False)


def test_a_plan_shows_what_would_happen_and_looking_changes_nothing(keeper: Asker) -> None:
    bring_in(keeper, a_service(assured_date="2020-01-01", contacts=[{"name": "Somebody"}]))
    sent = send(
        keeper,
        a_service(name="Harbour calls", assured_date=YESTERDAY, alert="New"),
        a_service(id=OTHER, name="Port line", assurer_email="a@example.org"),
    )
    plan = queries.read_import(keeper, sent.pk, at=NOW).plan
    assert plan is not None
    assert [step.incoming.entry.name for step in plan.added] == ["Port line"]
    assert {label for label, _, _ in plan.changed[0].rows} == {
        "Name of the service", "Checked on", "Fields that are kept as they are",
    }  # fmt: skip
    assert (plan.unknown, plan.dropped, plan.without_need) == (("service.alert",), ("service.assurer_email",), 1)
    assert Service.objects.get().name == "Harbour line"


def test_taking_a_file_changes_what_was_shown_keeps_what_stood_there_and_deletes_nothing(keeper: Asker) -> None:
    bring_in(keeper, a_service(assured_date="2020-01-01"))
    entries.added("Ours alone")
    sent = bring_in(
        keeper, a_service(name="Harbour calls", assured_date=YESTERDAY, last_modified="2027-01-05T10:00:00Z")
    )
    service = Service.objects.get(name="Harbour calls")
    assert (service.version, str(service.checked_on), service.checked_by_id) == (2, YESTERDAY, None)
    assert EarlierEntry.objects.get().content["name"] == "Harbour line"
    assert Service.objects.count() == 2
    assert (sent.content, sent.taken, sent.changed) == (None, True, 1)
    event = AuditEvent.objects.filter(event="directory.import.taken").latest("recorded_at")
    assert json.loads(event.detail) == {"added": 0, "changed": 1, "left": 0}
    found = queries.read_list(keeper, today=NOW.date(), chosen=queries.Chosen(words="calls"))
    assert found.paginator.count == 1


def test_what_is_newer_here_or_out_of_use_is_left_alone(keeper: Asker) -> None:
    bring_in(keeper, a_service(assured_date="2020-01-01"), a_service(id=OTHER, name="Port line"))
    ours, port = Service.objects.get(name="Harbour line"), Service.objects.get(name="Port line")
    actions.check_service(by=keeper, at=NOW, service=ours)
    actions.retire_service(by=keeper, at=NOW, service=port, reason="Closed.")
    sent = send(
        keeper,
        a_service(name="Otherwise", assured_date=YESTERDAY),
        a_service(id=OTHER, name="Port calls", assured_date=YESTERDAY),
    )
    plan = queries.read_import(keeper, sent.pk, at=NOW).plan
    assert plan is not None
    assert [step.left for step in plan.left] == [
        "It was checked here later than in the file.",
        "It is out of use here.",
    ]
    assert not plan.does_something


def test_what_is_no_longer_active_elsewhere_is_named_and_not_retired_here(keeper: Asker) -> None:
    bring_in(keeper, a_service())
    sent = bring_in(keeper, a_service(status="defunct"), a_service(id=OTHER, name="Port line", status="defunct"))
    assert (sent.added, sent.same) == (1, 1)
    assert Service.objects.get(name="Harbour line").retired_at is None
    port = Service.objects.get(name="Port line")
    assert port.retired_reason == "It was not active any more in the file that it came from."
    statuses = {one["name"]: one["status"] for one in taken_out(keeper)["contents"]}
    assert statuses == {"Harbour line": "active", "Port line": "defunct"}


def test_an_organisation_that_is_here_keeps_its_name(keeper: Asker) -> None:
    bring_in(keeper, a_service())
    sent = send(keeper, a_service(organization=ORGANISATION | {"name": "Harbour Ltd"}))
    plan = queries.read_import(keeper, sent.pk, at=NOW).plan
    assert plan is not None
    assert ([one.name for one in plan.kept_agencies], plan.does_something) == (["Harbour Ltd"], False)


def test_a_directory_that_changed_meanwhile_is_not_written_over(keeper: Asker) -> None:
    bring_in(keeper, a_service(assured_date="2020-01-01"))
    sent = send(keeper, a_service(name="Harbour calls", assured_date=YESTERDAY))
    plan = queries.read_import(keeper, sent.pk, at=NOW).plan
    assert plan is not None
    other, service = users.make_asker("coordinator"), Service.objects.get()
    actions.save_service(by=other, at=NOW, service=service, entry=entries.an_entry("Mine"), base_version=1)
    with pytest.raises(Otherwise):
        actions.take_import(by=keeper, at=NOW, import_id=sent.pk, digest=plan.digest)
    assert Service.objects.get().name == "Mine"
    assert take(keeper, sent).changed == 1


def test_a_file_is_decided_on_once_and_then_forgotten(keeper: Asker) -> None:
    sent = send(keeper, a_service())
    dropped = actions.drop_import(by=keeper, at=NOW, import_id=sent.pk)
    assert (dropped.content, dropped.taken) == (None, False)
    assert not Service.objects.exists()
    for deed in (
        lambda: actions.drop_import(by=keeper, at=NOW, import_id=sent.pk),
        lambda: actions.take_import(by=keeper, at=NOW, import_id=sent.pk, digest=""),
    ):
        with pytest.raises(Refused, match="dealt with already"):
            deed()


def test_a_file_that_does_not_fit_is_not_kept(keeper: Asker) -> None:
    with pytest.raises(hsds.BadFile):
        send(keeper, a_service(), a_service())
    assert not Import.objects.exists()
    assert not AuditEvent.objects.filter(event="directory.import.sent").exists()


def test_a_thousand_entries_cost_few_statements(keeper: Asker) -> None:
    def cost(count: int) -> int:
        forget_everything()
        made = [a_service(id=str(newest_id), name=f"Line {n}") for n, newest_id in enumerate(_ids(count))]
        sent = send(keeper, *made)
        plan = queries.read_import(keeper, sent.pk, at=NOW).plan
        assert plan is not None
        with CaptureQueriesContext(connection) as caught:
            actions.take_import(by=keeper, at=NOW, import_id=sent.pk, digest=plan.digest)
        return len(caught)

    assert cost(1_000) <= cost(3) + 60


def _ids(count: int) -> list[str]:
    return [f"00000000-0000-4000-8000-{n:012}" for n in range(count)]
