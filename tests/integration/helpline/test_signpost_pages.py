"""Signposts on the take screen over HTTP: found without a script, nothing typed is lost, asked after next time."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest

from roundel.access.grants import Asker, load_asker
from roundel.correspondence import actions as callers
from roundel.directory.models import Service
from roundel.drafts.models import Draft
from roundel.helpline import actions
from roundel.helpline.models import Contact, Signpost, SignpostAnswer
from tests.factories import entries, signposts, steps
from tests.support.clients import StaffClient
from tests.support.moments import NOW

WEEK = dt.timedelta(days=7)
TYPED = {"version": "1", "channel": "telephone", "group": "own", "notes": "He said that", "find-need": "legal"}


@pytest.fixture
def client(client_as: Callable[..., StaffClient], frozen_clock: object) -> StaffClient:
    return client_as("practitioner")


@pytest.fixture
def taker(client: StaffClient) -> Asker:
    return load_asker(client.user.pk, at=NOW)


@pytest.fixture
def contact(taker: Asker) -> Contact:
    return steps.begin(taker, said=True)


@pytest.fixture
def service(client: StaffClient) -> Service:
    return entries.added("Law line", needs=("legal",), ways=("self", "helpline"))


def take(contact: Contact, step: str = "") -> str:
    return f"/contacts/{contact.reference}/take{step and '/' + step}"


def draft(contact: Contact) -> dict[str, list[str]]:
    kept = Draft.objects.filter(about=contact.reference).first()
    return kept.payload if kept else {}


def test_a_search_stands_beside_what_was_typed(client: StaffClient, contact: Contact, service: Service) -> None:
    entries.added("Roof", needs=("housing",))
    answer = client.post(take(contact, "find"), TYPED)
    assert answer.headers["Location"] == f"{take(contact)}#found"
    page = client.get(take(contact)).text
    assert "Law line" in page
    assert "Roof" not in page
    assert "He said that" in page
    assert 'value="legal" selected' in page


def test_picking_closes_the_search_and_keeps_the_rest(client: StaffClient, contact: Contact, service: Service) -> None:
    sent = TYPED | {"find-shown": "yes", "point-words": "Will ring on Monday", "do": "told"}
    client.post(take(contact, f"signpost/{service.pk}"), sent)
    made = Signpost.objects.get()
    assert (made.kind, made.need, made.words) == ("told", "legal", "Will ring on Monday")
    assert draft(contact)["notes"] == ["He said that"]
    assert not {name for name in draft(contact) if name.startswith(("find-", "point-"))}
    page = client.get(take(contact)).text
    assert "Will ring on Monday" in page
    assert "Close the search" not in page


def test_referring_is_offered_where_it_can_be_done(client: StaffClient, contact: Contact, service: Service) -> None:
    Service.objects.filter(pk=service.pk).update(name="Can be referred")
    entries.added("Only themselves", needs=("legal",), ways=("self",))
    client.post(take(contact, "find"), TYPED)
    page = client.get(take(contact)).text
    assert page.count("They agree: referred") == 1
    client.post(take(contact, f"signpost/{service.pk}"), TYPED | {"do": "referred"})
    assert Signpost.objects.get().kind == "referred"


def test_an_old_entry_says_so_at_the_moment_of_telling(client: StaffClient, contact: Contact) -> None:
    entries.added("Old law", needs=("legal",), at=NOW - dt.timedelta(days=400))
    client.post(take(contact, "find"), TYPED)
    page = client.get(take(contact)).text
    assert "Not checked for over a year" in page
    assert "Say that this may have changed: nobody has checked it for over a year" in page


def test_a_search_is_closed_and_never_stays_as_a_draft(client: StaffClient, contact: Contact, service: Service) -> None:
    client.post(take(contact, "find"), TYPED)
    client.post(take(contact, "find"), TYPED | {"find-shown": "yes", "do": "close"})
    assert "find-need" not in draft(contact)
    client.post(
        take(contact),
        {"version": "1", "channel": "telephone", "group": "own", "find-shown": "yes", "find-need": "legal"},
    )
    assert draft(contact) == {}
    client.post(take(contact, "ended"), {"version": "2", "channel": "telephone", "find-area": "wales"})
    assert "find-area" not in draft(contact)


def test_a_search_that_finds_nothing_or_too_much_says_what_to_do(client: StaffClient, contact: Contact) -> None:
    client.post(take(contact, "find"), TYPED)
    assert "No other entry fits" in client.get(take(contact)).text
    for n in range(8):
        entries.added(f"Law {n}", needs=("legal",))
    page = client.get(take(contact)).text
    assert "There are more." in page
    assert page.count("Told them<span") == 6
    client.post(take(contact, "find"), TYPED | {"find-need": "no_such"})
    assert "No other entry fits" in client.get(take(contact)).text


def test_the_search_begins_where_they_are(client: StaffClient, taker: Asker, contact: Contact) -> None:
    steps.write(taker, contact, region="wales")
    page = client.get(take(contact)).text
    area = re.search(r'name="find-area".*?</select>', page, re.DOTALL)
    assert area is not None
    assert 'value="wales" selected' in area[0]


def test_where_to_report_is_one_press_away(client: StaffClient, contact: Contact) -> None:
    entries.added("Hotline", needs=("report_images",))
    page = client.get(take(contact)).text
    assert "They have come upon illegal images" in page
    assert "Never ask for it" in page
    client.post(take(contact, "find"), TYPED | {"find-words": "law", "do": "report"})
    page = client.get(take(contact)).text
    assert "Hotline" in page
    assert "He said that" in page


def test_what_cannot_be_picked_is_said_and_nothing_is_lost(
    client: StaffClient, contact: Contact, service: Service
) -> None:
    sent = TYPED | {"find-shown": "yes", "point-words": "Monday", "do": "told"}
    client.post(take(contact, f"signpost/{service.pk}"), sent)
    answer = client.post(take(contact, f"signpost/{service.pk}"), sent)
    assert "This one is picked already" in answer.text
    assert "He said that" in answer.text
    answer = client.post(take(contact, f"signpost/{service.pk}"), sent | {"do": "sold"})
    assert "Error:" in answer.text
    retired = entries.retired("Gone", needs=("legal",))
    assert "This entry is out of use" in client.post(take(contact, f"signpost/{retired.pk}"), sent).text
    assert client.post(take(contact, f"signpost/{contact.pk}"), sent).status_code == 404
    assert draft(contact)["notes"] == ["He said that"]


def test_taking_back(client: StaffClient, taker: Asker, contact: Contact) -> None:
    made = signposts.given(contact, by=taker)
    client.post(take(contact, f"signpost/{made.pk}/back"), TYPED)
    assert not Signpost.objects.exists()
    assert draft(contact)["notes"] == ["He said that"]


@pytest.fixture
def again(taker: Asker, contact: Contact) -> Contact:
    """The next contact of the same caller, to whom a service was named in the first."""
    issued = callers.issue_code(by=taker, at=NOW - WEEK)
    actions.set_caller(by=taker, at=NOW, contact=contact, caller_id=issued.caller.pk)
    signposts.given(contact, by=taker, kind="referred", words="Sent the form")
    made = steps.begin(taker, said=True)
    return actions.set_caller(by=taker, at=NOW, contact=made, caller_id=issued.caller.pk)


def heard(signpost: Signpost, **values: str) -> dict[str, str]:
    return {f"heard-{signpost.pk.hex}-{name}": value for name, value in values.items()} | TYPED


def test_next_time_it_is_asked_after(client: StaffClient, contact: Contact, again: Contact) -> None:
    made = Signpost.objects.get()
    page = client.get(take(again)).text
    assert "Signposted before" in page
    assert "Sent the form" in page
    there = take(again, f"heard/{made.pk}")
    assert "Choose what they said" in client.post(there, heard(made)).text
    answer = client.post(there, heard(made, outcome="turned_away", words="They said no"))
    assert "Choose why." in answer.text
    assert "They said no" in answer.text
    client.post(there, heard(made, outcome="turned_away", why="full", words="They said no"))
    kept = SignpostAnswer.objects.get()
    assert (kept.outcome, kept.why, kept.words) == ("turned_away", "full", "They said no")
    assert draft(again) == {"notes": ["He said that"], "channel": ["telephone"], "group": ["own"]}
    page = client.get(take(again)).text
    assert "Got in touch and was turned away" in page
    client.post(there, heard(made, outcome="not_asked"))
    assert not SignpostAnswer.objects.exists()


def test_the_check_before_finishing_names_signposts(client: StaffClient, taker: Asker, again: Contact) -> None:
    signposts.given(again, by=taker, service=entries.added("Another line"))
    page = client.get(f"/contacts/{again.reference}/finish").text
    assert "Another line" in page
    assert "1 signpost was given earlier and not asked after" in page


def test_the_contact_and_its_plan_show_them(
    client: StaffClient, taker: Asker, contact: Contact, again: Contact
) -> None:
    signposts.heard(Signpost.objects.get(), again, by=taker, outcome="waiting")
    page = client.get(f"/contacts/{contact.reference}").text
    assert "Got in touch and is waiting" in page
    assert "Sent the form" in page
    assert "Asked after: Harbour line" in page
    assert "Signposts asked after in this contact" in client.get(f"/contacts/{again.reference}").text
    plan = client.get(f"/contacts/{again.reference}/plan").text
    assert "Where to turn" in plan
    assert "01632 960001" in plan
    assert "Sent the form" not in plan


def test_what_an_agency_says_of_a_referral(client: StaffClient, contact: Contact, again: Contact) -> None:
    there = f"/contacts/{contact.reference}/signposts/{Signpost.objects.get().pk}"
    assert "What became of it" in client.get(f"/contacts/{contact.reference}").text
    assert "Choose why." in client.post(there, {"outcome": "no_contact"}).text
    client.post(there, {"outcome": "helped", "words": "Began on Tuesday"})
    assert Signpost.objects.get().state == "helped"
    assert "Heard of: Harbour line" in client.get(f"/contacts/{contact.reference}").text
    assert client.get(there).status_code == 403
