"""Files that are no exchange files: each is refused with words that say where and what."""

from __future__ import annotations

import datetime as dt
import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundel.directory.hsds import BadFile, read
from roundel.directory.hsds.entries import Reader
from roundel.directory.hsds.reading import DEEPEST, LARGEST, MOST_SERVICES

ID, OTHER = "0fdfb57f-c147-4cfb-864c-44788a335d8c", "24682fa0-3eda-4afc-a026-84a21c7a882e"
ORGANISATION = {"id": OTHER, "name": "Harbour", "description": ""}
TODAY = dt.date(2027, 3, 14)


def a_service(**more: Any) -> dict[str, Any]:
    return {"id": ID, "name": "Harbour line", "status": "active", "organization": ORGANISATION} | more


def told(data: bytes | object) -> str:
    """What is said about a file that does not fit, all of it."""
    raw = data if isinstance(data, bytes) else json.dumps(data).encode()
    with pytest.raises(BadFile) as caught:
        Reader(TODAY).read(read(raw).services)
    return "\n".join(str(one) for one in caught.value.problems)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "The file is empty"),
        (b" \n ", "The file is empty"),
        (b"\xff\xfe{\x00}\x00", "line 1, byte 1: The file is not text in UTF-8"),
        (b'[\n{"id": "caf\xe9"}]', "line 2, byte 12: The file is not text in UTF-8"),
        (b"PK\x03\x04", "This is not JSON"),
        (b"name,phone\nHarbour,1", "line 1, column 1: This is not JSON"),
        (b'[\n  {"id": }\n]', "line 2, column 10: This is not JSON"),
        (b"[NaN]", "NaN is not a number"),
        (b"[1e999]", "too large a number"),
        (b'[{"id": 1, "id": 2}]', "The field “id” stands twice"),
        (b"[" * 100_000, "nested too deeply"),
        (b"7", "There are no services in this file"),
        (b'{"services": []}', "There are no services in this file"),
        (b'{"contents": {}}', "There are no services in this file"),
        (b'[1, {"id": 2}, "x"]', "services[0]: This is not an object"),
    ],
)
def test_what_is_no_exchange_file_is_refused_in_words(data: bytes, words: str) -> None:
    assert words in told(data)


def test_a_file_that_is_too_large_or_too_long_is_refused() -> None:
    assert "larger than 2 MB" in told(b"[" + b" " * LARGEST + b"]")
    assert "more than 5,000 services" in told([{}] * (MOST_SERVICES + 1))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"id": None}, "services[0].id: The id is missing"),
        ({"id": ""}, "services[0].id: The id is missing"),
        ({"id": 7}, "services[0].id: This is no UUID"),
        ({"id": "harbour-line"}, "services[0].id: This is no UUID"),
        ({"name": None}, "services[0].name: Enter the name"),
        ({"name": 3}, "services[0].name: This must be text, and is a number"),
        ({"name": "x" * 201}, "services[0].name: This is longer than 200 characters"),
        ({"description": ["a"]}, "services[0].description: This must be text, and is a list"),
        ({"status": "open"}, "services[0].status: This must be one of"),
        ({"minimum_age": "12"}, "services[0].minimum_age: This must be a whole number, and is text"),
        ({"minimum_age": True}, "and is true or false"),
        ({"minimum_age": 12.5}, "must be a whole number"),
        ({"minimum_age": 18, "maximum_age": 12}, "services[0].maximum_age: The oldest cannot be younger"),
        ({"minimum_age": 900}, "An age is a number from 0 to 120"),
        ({"email": "no address"}, "services[0].email: Enter an e-mail address"),
        ({"url": "javascript:alert(1)"}, "services[0].url: Enter a web address"),
        ({"url": "https://name:secret@example.org/"}, "services[0].url: Enter a web address"),
        ({"assured_date": "last spring"}, "services[0].assured_date: This must be a day"),
        ({"assured_date": "2027-03-15"}, "services[0].assured_date: This day is in the future"),
        ({"last_modified": "0001-01-01T00:00:00+14:00"}, "services[0].last_modified: This must be a moment"),
        ({"phones": "01632"}, "services[0].phones: This must be a list of objects"),
        ({"phones": ["01632"]}, "services[0].phones: This must be a list of objects"),
        ({"organization": None}, "services[0].organization: The organisation that runs the service is missing"),
        ({"organization": []}, "services[0].organization: The organisation that runs the service is missing"),
        ({"organization": "Harbour"}, "services[0].organization: This must be an object"),
        ({"organization": {"id": OTHER}}, "services[0].organization.name: An organisation needs a name"),
        ({"organization": {"name": "Harbour"}}, "services[0].organization.id: The id is missing"),
        ({"organization": ORGANISATION | {"website": "x"}}, "services[0].organization.website: Enter a web address"),
        ({"description": "a\u0000b"}, "services[0].description: This has a control character"),
        ({"alert": "\ud800"}, "services[0].alert: This has a control character"),
        ({"schedules": [{"note": "a\u0007"}]}, "services[0].schedules[0].note: This has a control character"),
        ({"x" * 101: 1}, "services[0]: This has a field whose name cannot be kept"),
    ],
)
def test_what_does_not_fit_is_named_with_its_place(wrong: dict[str, Any], words: str) -> None:
    assert words in told([a_service(**wrong)])


def test_ids_stand_once_and_an_organisation_is_written_one_way() -> None:
    assert "services[1].id: Two services in this file have this id" in told([a_service(), a_service(name="Again")])
    other = a_service(id=OTHER, organization=ORGANISATION | {"name": "Port"})
    assert "services[1].organization: The same organisation is written in another way" in told([a_service(), other])


def test_every_problem_is_said_at_once_but_no_more_than_can_be_read() -> None:
    said = told([a_service(id="x", email="y"), a_service(name=1, status="z")])
    assert all(
        words in said for words in ("services[0].id", "services[0].email", "services[1].name", "services[1].status")
    )
    assert len(told([a_service(id=n) for n in range(80)]).splitlines()) == 50


def test_too_deep_is_said_and_does_not_break() -> None:
    deep: Any = "x"
    for _ in range(DEEPEST + 2):
        deep = {"a": deep}
    assert "nested too deeply" in told([a_service(extra=deep)])


@pytest.mark.parametrize("wrap", [lambda s: [s], lambda s: {"contents": [s], "total_items": 1}, lambda s: s])
def test_a_list_a_page_and_a_single_service_are_read(wrap: Any) -> None:
    (found,) = Reader(TODAY).read(read(b"\xef\xbb\xbf" + json.dumps(wrap(a_service())).encode()).services)
    assert (str(found.id), found.entry.name, found.entry.agency) == (ID, "Harbour line", "Harbour")


def test_who_is_named_is_not_kept_wherever_it_stands() -> None:
    person = [{"id": ID, "name": "Somebody Named"}]
    sent = read(json.dumps([a_service(
        contacts=person, assurer_email="somebody@example.org", metadata=[{"updated_by": "Somebody"}],
        organization=ORGANISATION | {"contacts": person},
        service_at_locations=[{"id": ID, "contacts": person, "location": {"id": ID, "name": "Town hall"}}],
    )]).encode())  # fmt: skip
    assert "Somebody" not in json.dumps(sent.as_data()["services"])
    assert "Town hall" in json.dumps(sent.services)
    assert sent.dropped == (
        "service.assurer_email",
        "service.contacts",
        "service.metadata",
        "service.organization.contacts",
        "service.service_at_locations[].contacts",
    )


def test_fields_that_we_do_not_know_are_listed_and_kept() -> None:
    reader = Reader(TODAY)
    phone = {"id": OTHER, "number": "01632 960001", "extension": 4}
    foreign = {"id": OTHER, "taxonomy_term": {"id": ID, "name": "legal ADVICE", "taxonomy": "Another"}}
    (found,) = reader.read(
        [a_service(alert="Closed in August", alternate_name="", phones=[phone], attributes=[foreign])]
    )
    assert found.more == {"alert": "Closed in August", "phones": [phone], "attributes": [foreign]}
    assert reader.unknown == {
        "service.alert",
        "service.phones[].extension",
        "service.attributes[] of other taxonomies",
    }
    assert found.entry.public_number == "01632 960001"
    assert found.entry.needs == ("legal",), "another's term that says the same as ours is ours as well"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=12,
)
FIELDS = ("id", "name", "status", "organization", "phones", "service_areas", "attributes", "languages", "minimum_age",
          "assured_date", "last_modified", "url", "email", "wait_time")  # fmt: skip


@given(st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=6))
def test_nothing_that_is_json_breaks_the_reader(wrong: dict[str, Any]) -> None:
    """Whatever stands in the fields, it is read or refused in words."""
    with suppress(BadFile):
        Reader(TODAY).read(read(json.dumps([a_service(**wrong)]).encode()).services)
