"""A week of the rota in a browser: by keyboard only, on a phone, with cover between two practitioners and a manager."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from roundel.kernel import clock
from roundel.rota import moments
from roundel.rota.models import Shift, Signing
from tests.factories import shifts, users

WIDTHS = (1280, 320)
PATTERN = (
    "duty=line&weekdays=0&weekdays=5&begins=10pm&ends=6am&needed=2&break_minutes=30"
    "&first-day={0.day}&first-month={0.month}&first-year={0.year}&weeks=4"
)


def soon() -> dt.date:
    """The Wednesday of the week after next: far enough to step down, and within what is shown."""
    return moments.monday_of(timezone.localtime(clock.now()).date()) + dt.timedelta(days=16)


def week_of(day: dt.date) -> str:
    week = day.isocalendar()
    return f"/rota/weeks/{week.year}/{week.week}/"


def some_shifts() -> Shift:
    """A shift of each kind in the week, some of them with people; gives the one for which cover is asked."""
    morning = moments.moment(soon(), dt.time(9))
    shifts.made(starts_at=morning, needed=3, note="Somebody new comes along.")
    shifts.signed(shifts.made(starts_at=morning, duty="supervisor", hours=8, break_minutes=30))
    shifts.made(starts_at=morning, duty="lead", hours=24)
    asked = shifts.made(starts_at=moments.moment(soon(), dt.time(17)), needed=2)
    shifts.cover_asked(
        asked, by=users.make_asker("practitioner", user=users.make_user("practitioner", name="Ana Bell"))
    )
    return asked


@pytest.mark.slow
@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_is_accessible_and_fits(page_as, axe, fits, width: int) -> None:
    shift = some_shifts()
    place = Signing.objects.get(shift=shift)
    page = page_as("supervisor", width=width)
    one = f"/rota/shifts/{shift.pk}/"
    for address in (
        "/rota/",
        week_of(soon()),
        "/rota/mine/",
        "/rota/shifts/new/",
        "/rota/shifts/pattern/",
        f"/rota/shifts/pattern/check/?{PATTERN.format(soon())}",
        "/rota/shifts/pattern/check/?duty=line",
        one,
        f"{one}people/",
        f"{one}people/{place.pk}/",
        f"{one}change/",
        f"{one}cancel/",
    ):
        page.goto(address)
        axe(page)
        fits(page)


@pytest.mark.slow
@pytest.mark.parametrize("width", WIDTHS)
def test_a_week_with_cover_by_keyboard(page_as, keyboard, axe, fits, width: int) -> None:
    """The manager makes a shift; one signs up and asks for cover; another takes it; the manager sees who comes."""
    day = soon()
    manager = page_as(user=users.make_user("supervisor", name="Mo Kay"), width=width)
    manager.goto("/rota/shifts/new/")
    hands = keyboard(manager)
    hands.tab_to(manager.get_by_label("Answering the line"))
    hands.press("Space")
    for box, text in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        hands.fill(manager.get_by_label(box, exact=True), str(text))
    hands.fill(manager.get_by_label("Begins"), "6pm")
    hands.fill(manager.get_by_label("Ends"), "10pm")
    hands.use(manager.get_by_role("button", name="Make this shift"))
    manager.get_by_text("1 more needed").wait_for()

    one = page_as(user=users.make_user("practitioner", name="Ana Bell"), width=width)
    one.goto(week_of(day))
    hands = keyboard(one)
    hands.use(one.get_by_role("button", name="Sign up"))
    one.get_by_text("You are down for").wait_for()
    axe(one)
    fits(one)
    hands.use(one.get_by_role("link", name="6:00pm to 10:00pm"))
    hands.use(one.get_by_role("link", name="Ask for cover"))
    hands.fill(one.get_by_label("Why?"), "A family day.")
    hands.use(one.get_by_role("button", name="Ask for cover"))
    one.get_by_text("Until somebody takes the shift").first.wait_for()
    axe(one)
    fits(one)

    other = page_as(user=users.make_user("practitioner", name="Cy Dunn"), width=width)
    other.goto(week_of(day))
    other.get_by_text("Cover asked for").wait_for()
    hands = keyboard(other)
    hands.use(other.get_by_role("link", name="6:00pm to 10:00pm"))
    hands.use(other.get_by_role("button", name="Take this shift over from Ana Bell"))
    other.get_by_text("You have taken this shift over from Ana Bell.").wait_for()
    axe(other)

    manager.goto(week_of(day))
    assert manager.get_by_text("Cy Dunn").count() >= 1
    hands = keyboard(manager)
    hands.use(manager.get_by_role("link", name="6:00pm to 10:00pm"))
    manager.get_by_text("Ana Bell: covered by somebody else").wait_for()
    fits(manager)
    shift = Shift.objects.get()
    assert [place.user.name for place in Signing.objects.filter(shift=shift, ended_at=None)] == ["Cy Dunn"]


@pytest.mark.slow
def test_a_pattern_and_putting_somebody_on_by_keyboard(page_as, keyboard) -> None:
    users.make_user("practitioner", name="Ana Bell")
    page = page_as("supervisor")
    page.goto("/rota/shifts/pattern/")
    hands = keyboard(page)
    for label in ("Answering the line", "Wednesday"):
        hands.tab_to(page.get_by_label(label))
        hands.press("Space")
    hands.fill(page.get_by_label("Begins"), "9am")
    hands.fill(page.get_by_label("Ends"), "1pm")
    hands.use(page.get_by_role("button", name="Continue"))
    page.get_by_role("heading", name="Check the shifts").wait_for()
    boxes = page.locator("input[name=days]")
    before = boxes.count()
    hands.tab_to(boxes.first)
    if boxes.first.is_checked():
        hands.press("Space")
    hands.use(page.get_by_role("button", name="Make these shifts"))
    page.get_by_text("shifts are made").wait_for()
    assert before - 2 <= Shift.objects.count() <= before
    shift = Shift.objects.order_by("starts_at").last()
    page.goto(f"/rota/shifts/{shift.pk}/people/")
    hands = keyboard(page)
    hands.tab_to(page.get_by_label("Ana Bell"))
    hands.press("Space")
    hands.use(page.get_by_role("button", name="Put on this shift"))
    page.get_by_text("Ana Bell is down for this shift.").wait_for()


def test_without_scripts_one_signs_up_all_the_same(page_as) -> None:
    some_shifts()
    page = page_as("practitioner", javascript=False, width=320)
    page.goto(week_of(soon()))
    page.get_by_role("button", name="Sign up").first.click()
    page.get_by_text("You are down for").wait_for()


def test_on_paper_the_week_is_a_list_of_names(page_as) -> None:
    some_shifts()
    page = page_as("supervisor")
    page.goto(week_of(soon()))
    page.emulate_media(media="print")
    assert page.get_by_text("Ana Bell").first.is_visible()
    assert not page.get_by_text("Make a shift", exact=True).is_visible()
    assert not page.get_by_role("button", name="Find").is_visible()
