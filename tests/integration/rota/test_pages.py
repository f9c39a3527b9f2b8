"""The pages of the rota through Django's client: what they say, what they take, what stays typed."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Callable
from typing import Any

import pytest

from roundel.audit.models import AuditEvent
from roundel.rota.models import Break, CoverRequest, Shift, Signing
from tests.factories import shifts, users
from tests.support.moments import NOW

ClientAs = Callable[..., Any]
HOUR = dt.timedelta(hours=1)
MORNING = dt.datetime(2027, 3, 15, 9, tzinfo=dt.UTC)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock")]
NEW = {
    "duty": "line",
    "day-day": "20",
    "day-month": "3",
    "day-year": "2027",
    "begins": "6pm",
    "ends": "22:00",
    "needed": "2",
    "break_minutes": "0",
    "note": "",
}
PATTERN = (
    "duty=line&weekdays=4&weekdays=5&begins=9am&ends=5pm&needed=1&break_minutes=30"
    "&first-day=20&first-month=12&first-year=2027&weeks=2"
)


def text_of(response: Any) -> str:
    plain = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(html.unescape(plain).split())


def as_asker(client: Any) -> Any:
    return users.make_asker(user=client.user)


def test_a_week_says_by_day_who_is_down_and_what_is_missing(client_as: ClientAs) -> None:
    client = client_as("practitioner")
    shift = shifts.made(starts_at=MORNING, needed=3, note="Somebody new comes along.")
    shifts.signed(shift, by=as_asker(client))
    shifts.signed(shift, by=users.make_asker("practitioner"))
    page = text_of(client.get("/rota/weeks/2027/11/"))
    assert "Rota, 15 to 21 March 2027" in page
    assert "1 place is empty in this week. Your hours in it: 4 hours" in page
    assert re.search(r"Monday 15 March 2027 9:00am to 1:00pm .* You Person \d+ Somebody new comes along\. Yours", page)
    assert "1 more needed" in page
    assert "Hours in this week" not in page
    assert "Hours in this week" in text_of(client_as("supervisor").get("/rota/weeks/2027/11/"))


def test_an_empty_week_says_how_to_begin(client_as: ClientAs) -> None:
    assert "you can sign up for it" in text_of(client_as("practitioner").get("/rota/"))
    assert "Make one, or make several weeks at once" in text_of(client_as("supervisor").get("/rota/"))


@pytest.mark.parametrize("week", ["2027/54", "2027/0", "9999/52", "0/1"])
def test_a_week_that_is_not_is_not_there(client_as: ClientAs, week: str) -> None:
    assert client_as("practitioner").get(f"/rota/weeks/{week}/").status_code == 404


def test_signing_up_in_the_week_leads_back_to_its_day_and_tells_of_rest(client_as: ClientAs) -> None:
    client = client_as("practitioner")
    shifts.signed(shifts.made(starts_at=MORNING - 13 * HOUR), by=as_asker(client))
    shift = shifts.made(starts_at=MORNING)
    response = client.post(f"/rota/shifts/{shift.pk}/sign-up/", {"back": "week"})
    assert response["Location"] == "/rota/weeks/2027/11/#day-2027-03-15"
    page = text_of(client.get("/rota/weeks/2027/11/"))
    assert "You are down for Monday 15 March 2027, 9:00am to 1:00pm." in page
    assert "with only 9 hours of rest in between. There should be 11 hours in a day." in page


def test_a_full_shift_is_refused_in_words(client_as: ClientAs) -> None:
    shift = shifts.made()
    shifts.signed(shift)
    response = client_as("practitioner").post(f"/rota/shifts/{shift.pk}/sign-up/")
    assert response.status_code == 403
    assert "Somebody else was quicker" in text_of(response)


def test_the_loop_of_cover_through_the_pages(client_as: ClientAs) -> None:
    one, other = client_as("practitioner"), client_as("practitioner")
    shift = shifts.made(starts_at=MORNING)
    one.post(f"/rota/shifts/{shift.pk}/sign-up/")
    one.post(f"/rota/shifts/{shift.pk}/cover/", {"reason": "A funeral."})
    assert "“A funeral.”" in text_of(one.get(f"/rota/shifts/{shift.pk}/"))
    page = text_of(other.get(f"/rota/shifts/{shift.pk}/"))
    assert f"{one.user.name} asks for cover" in page
    assert "funeral" not in page
    cover = CoverRequest.objects.get()
    other.post(f"/rota/shifts/{shift.pk}/cover/{cover.pk}/")
    assert "Earlier" in text_of(one.get(f"/rota/shifts/{shift.pk}/"))
    assert "Yours" in text_of(other.get(f"/rota/shifts/{shift.pk}/"))
    assert other.post(f"/rota/shifts/{shift.pk}/cover/{cover.pk}/").status_code == 403
    assert one.post(f"/rota/shifts/{shift.pk}/cover/withdraw/").status_code == 404, "it is no longer his"


def test_a_break_through_the_pages(client_as: ClientAs) -> None:
    client = client_as("practitioner")
    shift = shifts.going_on()
    shifts.signed(shift, by=as_asker(client))
    client.post(f"/rota/shifts/{shift.pk}/break/")
    assert "on a break since 9:04pm" in text_of(client.get(f"/rota/shifts/{shift.pk}/"))
    client.post(f"/rota/shifts/{shift.pk}/break/end/")
    assert Break.objects.get().ended_at == NOW


def test_a_manager_makes_a_shift(client_as: ClientAs) -> None:
    response = client_as("supervisor").post("/rota/shifts/new/", NEW)
    assert response["Location"] == "/rota/weeks/2027/11/"
    assert Shift.objects.get().needed == 2


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"duty": ""}, "Choose what the shift is for."),
        ({"begins": "evening"}, "Enter when it begins, like 6pm or 18:30."),
        ({"day-month": "13"}, "This must be a real date"),
        ({"day-year": "2026"}, "This is in the past."),
        ({"needed": "many"}, "Enter how many people are needed"),
        ({"ends": "6am"}, "needs a break of 20 minutes or more"),
        ({"ends": "5:59pm", "break_minutes": "20"}, "can last 13 hours at most"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    client_as: ClientAs, wrong: dict[str, str], message: str
) -> None:
    response = client_as("supervisor").post("/rota/shifts/new/", NEW | {"note": "Kept words."} | wrong)
    assert response.status_code == 200
    assert message in text_of(response)
    assert "Kept words." in response.content.decode()
    assert "<title>Error:" in response.content.decode()
    assert not Shift.objects.exists()


def test_a_pattern_is_looked_at_before_it_is_made(client_as: ClientAs) -> None:
    client = client_as("supervisor")
    response = client.get(f"/rota/shifts/pattern/check/?{PATTERN}")
    page = response.content.decode()
    ticked = re.findall(r'value="(20[\d-]+)"(?=[^>]*checked)', page)
    assert ticked == ["2027-12-24", "2027-12-31"], "not Christmas Day, and not New Year’s Day"
    assert "A bank holiday, or a day on which we are closed." in page
    assert not Shift.objects.exists()
    client.post(f"/rota/shifts/pattern/check/?{PATTERN}", {"days": ["2027-12-24", "2027-12-25"]})
    assert Shift.objects.count() == 2
    page = text_of(client.get(f"/rota/shifts/pattern/check/?{PATTERN}"))
    assert "Friday 24 December 2027: There is such a shift already." in page


@pytest.mark.parametrize(("days", "words"), [([], "Choose at least one day."), (["2027-12-22"], "cannot be chosen")])
def test_days_that_are_not_of_the_pattern(client_as: ClientAs, days: list[str], words: str) -> None:
    response = client_as("supervisor").post(f"/rota/shifts/pattern/check/?{PATTERN}", {"days": days})
    assert words in text_of(response)
    assert not Shift.objects.exists()


def test_a_pattern_that_cannot_be_read_stays_as_it_was_typed(client_as: ClientAs) -> None:
    client = client_as("supervisor")
    for where in ("check/", ""):
        page = text_of(client.get(f"/rota/shifts/pattern/{where}?duty=line&begins=late&weeks=99"))
        assert "There is a problem" in page
        assert "from 1 to 26" in page


def test_somebody_is_put_on_and_taken_off(client_as: ClientAs) -> None:
    client, person = client_as("supervisor"), users.make_user("practitioner", name="Ada Nowak")
    shift = shifts.made()
    where = f"/rota/shifts/{shift.pk}/people/"
    assert "Choose somebody." in text_of(client.post(where, {}))
    assert "Ada Nowak" in text_of(client.get(where))
    client.post(where, {"person": str(person.pk)})
    place = Signing.objects.get()
    assert "Say why" in text_of(client.post(f"{where}{place.pk}/", {"reason": " "}))
    client.post(f"{where}{place.pk}/", {"reason": "Training."})
    assert "taken off" in text_of(client.get(f"/rota/shifts/{shift.pk}/"))


def test_two_managers_change_a_shift_and_the_second_is_told(client_as: ClientAs) -> None:
    client, shift = client_as("supervisor"), shifts.made()
    where = f"/rota/shifts/{shift.pk}/change/"
    assert client.post(where, {"needed": "2", "note": "First", "version": "1"}).status_code == 302
    response = client.post(where, {"needed": "3", "note": "Second", "version": "1"})
    assert response.status_code == 409
    assert {"First", "Second"} <= set(re.findall(r"First|Second", text_of(response)))
    client.post(where, {"needed": "3", "note": "Second", "version": "2"})
    assert Shift.objects.get().note == "Second"


def test_a_cancelled_shift_says_why(client_as: ClientAs) -> None:
    client, shift = client_as("supervisor"), shifts.made()
    client.post(f"/rota/shifts/{shift.pk}/cancel/", {"reason": "The heating is broken."})
    page = text_of(client_as("practitioner").get(f"/rota/shifts/{shift.pk}/"))
    assert f"{client.user.name} cancelled this shift on 14 March 2027, 9:04pm: “The heating is broken.”" in page
    assert "Sign up" not in page


def test_the_calendar_is_a_file_that_says_nothing(client_as: ClientAs) -> None:
    client = client_as("practitioner")
    assert client.get("/rota/mine/calendar/")["Location"] == "/rota/mine/"
    shifts.signed(shifts.made(starts_at=MORNING, note="A private note"), by=as_asker(client))
    response = client.get("/rota/mine/calendar/")
    assert response["Content-Disposition"] == 'attachment; filename="shifts.ics"'
    assert "no-store" in response["Cache-Control"]
    text = response.content.decode()
    assert "SUMMARY:Shift\r\n" in text
    for word in ("private", "line", client.user.name, "Harbour"):
        assert word not in text
    assert AuditEvent.objects.filter(event="rota.own.exported").count() == 2


def test_my_shifts_say_the_hours_of_this_week_and_the_next(client_as: ClientAs) -> None:
    client = client_as("practitioner")
    assert "You are not down for any shift." in text_of(client.get("/rota/mine/"))
    shifts.signed(shifts.made(starts_at=MORNING), by=as_asker(client))
    page = text_of(client.get("/rota/mine/"))
    assert "This week: none. Next week: 4 hours." in page
    assert "Monday 15 March 2027" in page
    assert "You have not been on a shift yet." in text_of(client.get("/rota/mine/?past=1"))
