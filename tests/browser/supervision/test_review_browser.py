"""A quality review through the whole loop in a browser: by keyboard only, on a phone, for every reader."""

from __future__ import annotations

import pytest

from roundel.access.models import User
from roundel.drafts.models import Draft
from roundel.supervision.enums import ReviewState
from roundel.supervision.models import Comment, Debrief, Review, Score
from tests.factories import supervision as make
from tests.factories import users

WIDTHS = (1280, 320)


@pytest.fixture
def boss(transactional_db) -> User:
    return users.make_user("supervisor", name="Marian Example")


@pytest.fixture
def asha(transactional_db) -> User:
    return users.make_user("practitioner", name="Asha Example")


def mark_each(hands, page) -> None:
    """One mark for each item, by the arrow keys, as a group of radios has one stop of the Tab key."""
    groups = page.locator("fieldset:has(input[type=radio])")
    for number in range(groups.count()):
        first = groups.nth(number).locator("input[type=radio]").first
        hands.tab_to(first)
        hands.press("Space", "ArrowDown", "ArrowDown")


def wait_until_kept(page, words: str) -> None:
    """Until the draft on the server holds these words."""
    for _ in range(100):
        if words in str(Draft.objects.get().payload):
            return
        page.wait_for_timeout(50)
    raise AssertionError("it was not kept")


@pytest.mark.slow
@pytest.mark.parametrize("width", WIDTHS)
def test_a_review_from_the_lot_to_the_end(page_as, keyboard, axe, fits, boss: User, asha: User, width: int) -> None:
    """The supervisor draws, takes on, marks, checks and shares; the practitioner answers; the supervisor closes."""
    month = make.last_month()
    for day in (3, 4):
        make.contact(of=users.make_asker(user=asha), at=make.in_month(month, day))
    desk = page_as(user=boss, width=width)

    def looks_right(page) -> None:
        axe(page)
        fits(page)

    desk.goto("/supervision/")
    hands = keyboard(desk)
    looks_right(desk)
    hands.use(desk.get_by_role("button", name="Draw contacts by lot"))
    desk.get_by_role("heading", name="Draw contacts by lot").wait_for()
    looks_right(desk)
    hands.tab_to(desk.get_by_label("How many of each person?"))
    hands.press("Control+a")
    hands.type("1")
    hands.press("Enter")
    desk.get_by_text("1 contact drawn by lot.").wait_for()
    looks_right(desk)
    review = Review.objects.get()
    hands.use(desk.get_by_role("link", name=review.reference))
    desk.get_by_role("button", name="Review it").wait_for()
    hands.use(desk.get_by_role("button", name="Review it"))
    desk.get_by_role("heading", name="Mark the contact").wait_for()
    looks_right(desk)

    hands.use(desk.get_by_role("button", name="Check your answers"))
    desk.get_by_role("heading", name="There is a problem").wait_for()
    looks_right(desk)
    mark_each(hands, desk)
    hands.use(desk.locator("summary", has_text="A note to this").first)
    hands.fill(desk.get_by_label("Note: The confidentiality statement came first"), "Said slowly.")
    hands.fill(desk.get_by_label("What went well"), "There was time.")
    hands.tab_to(desk.get_by_label("What to think about"))
    wait_until_kept(desk, "There was time.")
    desk.reload()  # nothing that was typed is lost
    assert desk.get_by_label("What went well").input_value() == "There was time."
    hands.use(desk.get_by_role("button", name="Check your answers"))
    desk.get_by_text("2.00 of 3, from 11 of 11 items").wait_for()
    looks_right(desk)
    hands.use(desk.get_by_role("button", name="Share it with Asha Example"))
    desk.get_by_text("Asha Example can read it now").wait_for()
    looks_right(desk)

    own = page_as(user=asha, width=width)
    own.goto("/supervision/")
    theirs = keyboard(own)
    looks_right(own)
    theirs.use(own.get_by_role("link", name=review.reference))
    own.get_by_role("button", name="Answer it").wait_for()
    looks_right(own)
    theirs.use(own.get_by_role("button", name="Answer it"))
    own.get_by_role("heading", name="Your answer").wait_for()
    theirs.use(own.get_by_role("button", name="Send your answer"))
    own.get_by_role("heading", name="There is a problem").wait_for()
    looks_right(own)
    theirs.tab_to(own.get_by_label("I can go along with it"))
    theirs.press("Space", "ArrowDown")
    theirs.fill(own.get_by_label("In your own words"), "I did ask, before the notes begin.")
    theirs.use(own.get_by_role("button", name="Send your answer"))
    own.get_by_text("Your answer is kept").wait_for()
    looks_right(own)

    desk.goto(f"/supervision/reviews/{review.reference}")
    hands = keyboard(desk)
    hands.use(desk.get_by_role("link", name="Answer what Asha Example wrote"))
    desk.get_by_role("heading", name="Answer Asha Example").wait_for()
    hands.fill(desk.get_by_label("Your answer"), "Thank you; then it is as you say.")
    hands.use(desk.get_by_role("button", name="Answer"))
    desk.get_by_text("Your answer is kept.").wait_for()
    hands.use(desk.get_by_role("button", name="Close it"))
    desk.get_by_text(f"{review.reference} is closed.").wait_for()
    looks_right(desk)
    review.refresh_from_db()
    assert (review.state, review.reply, Score.objects.get().total) == (ReviewState.CLOSED, "differ", 2)
    assert list(Comment.objects.order_by("written_at").values_list("state", flat=True)) == ["answered", "said"]


@pytest.mark.slow
@pytest.mark.parametrize("width", WIDTHS)
def test_a_hard_one_and_its_debrief(page_as, keyboard, axe, fits, boss: User, asha: User, width: int) -> None:
    contact = make.contact(of=users.make_asker(user=asha))
    page = page_as(user=asha, width=width)
    page.goto(f"/contacts/{contact.reference}")
    hands = keyboard(page)
    hands.use(page.get_by_role("link", name="That was a hard one"))
    page.get_by_role("heading", name="Supervision of a contact").wait_for()
    hands.use(page.get_by_role("button", name="That was a hard one"))
    page.get_by_text("A debrief is offered.").wait_for()
    hands.use(page.get_by_role("link", name="Say yes or no"))
    page.get_by_role("heading", name="A debrief for you").wait_for()
    axe(page)
    fits(page)
    hands.tab_to(page.get_by_label("Yes, please"))
    hands.press("Space", "ArrowDown", "ArrowDown")
    hands.tab_to(page.get_by_label("With whom?"))
    hands.type("Marian")
    axe(page)
    fits(page)
    hands.use(page.get_by_role("button", name="Note this"))
    page.get_by_text("It happened").first.wait_for()
    assert Debrief.objects.get().held_with_id == boss.pk


@pytest.mark.slow
@pytest.mark.parametrize("width", [1280, 390, 320])
def test_every_page_is_accessible_and_fits(page_as, axe, fits, boss: User, asha: User, width: int) -> None:
    us, them = users.make_asker(user=boss), users.make_asker(user=asha)
    shared, contact = make.shared(of=them, by=us), make.hard(of=them)
    make.comment(contact, by=them)
    make.offered(to=them, by=us)
    session = make.session(of=them, by=us)
    pages = {
        boss: (
            "reviews/",
            "reviews/?state=nonsense",
            f"reviews/{shared.reference}",
            f"reviews/{shared.reference}/correct",
            f"contacts/{contact.reference}",
            "debriefs/",
            "debriefs/offer",
            "exposure/everybody",
            f"exposure/{asha.pk}",
            "sessions/",
            "sessions/new",
            f"sessions/{session.pk}",
        ),
        asha: ("mine", "debriefs/", "exposure/", f"contacts/{contact.reference}"),
    }
    for user, addresses in pages.items():
        page = page_as(user=user, width=width)
        for address in addresses:
            page.goto(f"/supervision/{address}")
            axe(page)
            fits(page)


@pytest.mark.slow
def test_without_scripts_a_review_is_marked_and_kept(page_as, boss: User) -> None:
    review = make.in_review(by=users.make_asker(user=boss))
    page = page_as(user=boss, javascript=False)
    page.goto(f"/supervision/reviews/{review.reference}/mark")
    page.get_by_label("3: It was said at the beginning").check()
    page.get_by_role("button", name="Keep it for later").click()
    page.get_by_role("button", name="Go on marking").click()
    assert page.get_by_label("3: It was said at the beginning").is_checked()
