"""The pages of supervision: what they show, what they keep, and how many queries they take."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from roundel.access.models import User
from roundel.audit.models import AuditEvent
from roundel.drafts.actions import keep_draft
from roundel.drafts.models import Draft
from roundel.helpline.models import Contact
from roundel.supervision import actions
from roundel.supervision.enums import ReviewState
from roundel.supervision.models import Comment, Debrief, Drawing, Listening, Review, Score, SupervisionSession
from tests.factories import contacts, users
from tests.factories import supervision as make
from tests.support.clients import signed_in
from tests.support.moments import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock")]


@pytest.fixture
def boss() -> User:
    return users.make_user("supervisor", name="Marian Example")


@pytest.fixture
def asha() -> User:
    return users.make_user("practitioner", name="Asha Example")


def asker(user: User):
    return users.make_asker(user=user)


def page(user: User, name: str, *args: object, **data: object) -> str:
    response = signed_in(user).get(reverse(f"supervision:{name}", args=args), data)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def send(user: User, name: str, *args: object, **data: object):
    return signed_in(user).post(reverse(f"supervision:{name}", args=args), data)


def marks(mark: str = "2", **more: str) -> dict[str, str]:
    return dict(make.marked(mark).marks) | more


def test_supervision_begins_where_ones_work_is(boss: User, asha: User) -> None:
    assert signed_in(boss).get("/supervision/")["Location"] == "/supervision/reviews/"
    assert signed_in(asha).get("/supervision/")["Location"] == "/supervision/mine"


def test_marks_are_kept_checked_and_shared(boss: User, asha: User) -> None:
    review = make.in_review(of=asker(asha), by=asker(boss))
    ref = review.reference
    assert "Contact H-" in page(boss, "score", ref)
    assert send(boss, "score", ref, **marks(went_well="There was time."))["Location"].endswith("/check")
    checked = page(boss, "check", ref)
    assert "2.00 of 3, from 11 of 11 items" in checked
    assert "There was time." in checked
    seen = re.search(r'name="seen" value="([^"]+)"', checked)
    assert seen
    send(boss, "check", ref, seen=seen[1])
    review.refresh_from_db()
    assert (review.state, Score.objects.get().went_well) == (ReviewState.SHARED, "There was time.")
    assert not Draft.objects.exists()


def test_what_has_changed_since_it_was_looked_at_is_not_shared(boss: User, frozen_clock) -> None:
    review = make.in_review(by=asker(boss))
    send(boss, "score", review.reference, **marks())
    seen = re.search(r'name="seen" value="([^"]+)"', page(boss, "check", review.reference))
    frozen_clock.forward(minutes=1)
    send(boss, "score", review.reference, **marks("0"))
    answer = send(boss, "check", review.reference, seen=seen[1] if seen else "")
    assert "has changed since you looked at it" in answer.content.decode()
    assert not Score.objects.exists()


def test_what_is_missing_is_said_beside_it_and_what_was_typed_is_kept(boss: User) -> None:
    review = make.in_review(by=asker(boss))
    sent = marks() | {"ended": "", "ended-note": "They rang off.", "statement": "3"}
    answer = (
        signed_in(boss).post(reverse("supervision:score", args=[review.reference]), sent, follow=True).content.decode()
    )
    assert "There is a problem" in answer
    assert answer.count("Choose a mark, or “Could not tell”: It ended well") == 2
    again = page(boss, "score", review.reference)
    assert "They rang off." in again
    assert re.search(r'name="statement"[^>]*value="3"[^>]*checked', again)
    assert "There is a problem" not in again
    assert signed_in(boss).get(reverse("supervision:check", args=[review.reference])).status_code == 302


def test_half_a_review_is_kept_for_later_and_for_its_writer_alone(boss: User) -> None:
    review = make.in_review(by=asker(boss))
    answer = send(boss, "score", review.reference, statement="3", do="later")
    assert answer["Location"].endswith(review.reference)
    assert Draft.objects.get().user_id == boss.pk
    other = users.make_user("supervisor")
    assert signed_in(other).get(reverse("supervision:score", args=[review.reference])).status_code == 403


def test_reading_the_contact_beside_the_marks_is_a_recorded_look(boss: User) -> None:
    review = make.in_review(by=asker(boss))
    page(boss, "score", review.reference)
    (event,) = AuditEvent.objects.filter(event="helpline.contact.read")
    assert (event.actor_id, event.reference) == (boss.pk, review.contact.reference)


def test_a_month_is_drawn_from_the_page(boss: User, asha: User) -> None:
    month = make.last_month()
    for day in (3, 4, 5):
        make.contact(of=asker(asha), at=make.in_month(month, day))
    assert "February 2027" in page(boss, "draw")
    wrong = send(boss, "draw", month="2027-03", size="0", people="").content.decode()
    assert "Choose one of the months" in wrong
    assert "Draw at least 1 contact" in wrong
    send(boss, "draw", month="2027-02", size="2", people="")
    assert Review.objects.count() == 2
    drawing = Drawing.objects.get()
    shown = page(boss, "drawing", drawing.pk)
    assert drawing.seed in shown
    assert "falls on the same contacts" in shown
    again = send(boss, "draw", month="2027-02", size="2", people=str(asha.pk)).content.decode()
    assert "drawn already" in again


def test_the_list_is_filtered_and_a_wrong_filter_shows_nothing(boss: User, asha: User) -> None:
    mine, other = make.shared(of=asker(asha)), make.in_review()
    both = page(boss, "reviews")
    assert mine.reference in both
    assert other.reference in both
    narrowed = page(boss, "reviews", state="shared", practitioner=str(asha.pk))
    assert mine.reference in narrowed
    assert other.reference not in narrowed
    assert "Remove this filter:" in narrowed
    wrong = page(boss, "reviews", state="nonsense")
    assert "no review is shown" in wrong
    assert mine.reference not in wrong
    assert "No review fits" in page(boss, "reviews", state="closed")


def test_empty_pages_say_what_will_stand_there(boss: User, asha: User) -> None:
    assert "Every review of a contact will stand here" in page(boss, "reviews")
    assert "it stands here, and you are asked" in page(asha, "mine")
    assert "Nothing is open." in page(asha, "debriefs")
    assert "Your supervisor records them" in page(asha, "sessions")
    assert "No week went over the lines" in page(asha, "exposure")


def test_the_practitioner_answers_and_the_loop_closes(boss: User, asha: User) -> None:
    review = make.shared(of=asker(asha), by=asker(boss))
    assert "Answer it" in page(asha, "review", review.reference)
    wrong = send(asha, "answer", review.reference, reply="differ", words="").content.decode()
    assert "Say what you see differently." in wrong
    send(asha, "answer", review.reference, reply="differ", words="I did say it.")
    comment = Comment.objects.get()
    shown = page(boss, "review", review.reference)
    assert "I did say it." in shown
    send(boss, "comment_answer", review.contact.reference, comment.pk, words="So you did.")
    send(boss, "close", review.reference)
    assert "So you did." in page(asha, "review", review.reference)
    review.refresh_from_db()
    assert review.state == ReviewState.CLOSED


def test_a_contact_page_leads_to_its_supervision_for_those_whom_it_concerns(boss: User, asha: User) -> None:
    contact = make.contact(of=asker(asha))
    where = reverse("supervision:contact", args=[contact.reference])
    stranger = users.make_user("practitioner")
    for user, supervision, hard in ((asha, True, True), (boss, True, False), (stranger, False, False)):
        shown = signed_in(user).get(reverse("helpline:contact", args=[contact.reference])).content.decode()
        assert (f'href="{where}"' in shown, f'href="{where}#hard"' in shown) == (supervision, hard)


def test_a_comment_is_written_and_noted_as_read_on_the_contacts_page(boss: User, asha: User) -> None:
    contact = make.contact(of=asker(asha))
    assert "Write what you want to say." in send(boss, "comment", contact.reference, words="").content.decode()
    send(boss, "comment", contact.reference, words="Well ended.\nTruly <b>.")
    shown = page(asha, "contact", contact.reference)
    assert "Well ended.\nTruly &lt;b&gt;." in shown
    send(asha, "comment_seen", contact.reference, Comment.objects.get().pk)
    assert "Seen by Asha Example" in page(boss, "contact", contact.reference)


def test_listening_in_is_recorded_reviewed_and_told(boss: User, asha: User) -> None:
    contact = make.contact(of=asker(asha))
    send(boss, "listened", contact.reference, told="before")
    send(boss, "choose", contact.reference, chosen="live", because="")
    assert Review.objects.get().chosen == "live"
    assert "Marian Example listened in." in page(asha, "contact", contact.reference)
    send(asha, "listened_seen", contact.reference, Listening.objects.get().pk)
    assert Listening.objects.get().seen_at == NOW


def test_a_hard_one_leads_to_a_debrief_that_happened(boss: User, asha: User) -> None:
    contact = make.contact(of=asker(asha))
    send(asha, "hard", contact.reference)
    shown = page(asha, "debrief_of", contact.reference)
    assert "Nothing of what is said in a debrief is recorded" in shown
    assert "<textarea" not in shown
    assert "Choose an answer." in send(asha, "debrief_of", contact.reference).content.decode()
    wrong = send(asha, "debrief_of", contact.reference, answer="held").content.decode()
    assert "Enter when it was." in wrong
    assert "Choose with whom it was." in wrong
    when = {"held_at-day": "14", "held_at-month": "3", "held_at-year": "2027", "held_at-time": "9:04pm"}
    send(asha, "debrief_of", contact.reference, answer="held", held_with=str(boss.pk), **when)
    debrief = Debrief.objects.get()
    assert (debrief.state, debrief.held_with_id, debrief.held_at) == ("held", boss.pk, NOW)
    assert "It happened" in page(boss, "debriefs")


def test_a_supervisor_cannot_say_yes_for_somebody(boss: User, asha: User) -> None:
    make.hard(of=asker(asha))
    contact = Contact.objects.get()
    shown = page(boss, "debrief_of", contact.reference)
    assert "Yes, please" not in shown
    assert "Choose an answer." in send(boss, "debrief_of", contact.reference, answer="yes").content.decode()


def test_offers_are_made_and_answered(boss: User, asha: User) -> None:
    send(boss, "offer", person=str(asha.pk))
    debrief = Debrief.objects.get()
    send(asha, "debrief", debrief.pk, answer="no")
    debrief.refresh_from_db()
    assert debrief.state == "declined"
    send(asha, "ask")
    assert "Asha Example, no contact named" in page(boss, "debriefs")


def test_a_session_is_recorded_and_read_by_the_two(boss: User, asha: User) -> None:
    wrong = send(boss, "new_session", minutes="long").content.decode()
    for message in ("Choose with whom it was.", "Enter when it was.", "Enter a whole number of minutes."):
        assert message in wrong
    when = {"held_on-day": "12", "held_on-month": "3", "held_on-year": "2027"}
    send(boss, "new_session", practitioner=str(asha.pk), minutes="50", agreed="Breaks.", **when)
    made = SupervisionSession.objects.get()
    assert "Breaks." in page(asha, "session", made.pk)
    assert "Breaks." not in page(asha, "sessions")
    send(boss, "withdraw_session", made.pk, reason="The wrong day.")
    assert "The wrong day." in page(asha, "session", made.pk)


def test_what_was_begun_is_there_again_and_gone_once_it_is_sent(boss: User, asha: User) -> None:
    """Each form with words of its own: the address at which it is shown, and where its draft is kept."""
    us, them = asker(boss), asker(asha)
    contact, review = make.contact(of=them), make.shared(of=them, by=us)
    said = make.comment(contact, by=us)
    for user, name, args, form, about, sent in (
        (asha, "contact", [contact.reference], "comment", contact.reference, "comment"),
        (boss, "review_comment", [review.reference], "comment", review.reference, ""),
        (asha, "comment_answer", [contact.reference, said.pk], "comment-answer", str(said.pk), ""),
        (asha, "answer", [review.reference], "review-answer", review.reference, ""),
    ):
        keep_draft(by=asker(user), at=NOW, form=form, about=about, typed={"words": [f"Half a {form}"]})
        shown = page(user, name, *args)
        assert f"Half a {form}" in shown
        assert f'data-draft-url="/drafts/{form}/{about}"' in shown
        assert "There is a problem" not in shown
        assert send(user, sent or name, *args, words="The whole of it.", reply="agree").status_code == 302
        assert not Draft.objects.exists(), name
    keep_draft(by=us, at=NOW, form="session", about="new", typed={"minutes": ["45"], "held_on-day": ["3"]})
    shown = page(boss, "new_session")
    assert 'value="45"' in shown
    assert re.search(r'name="held_on-day"[^>]*value="3"', shown)


def test_titles_and_addresses_name_nobody(boss: User, asha: User) -> None:
    shown = page(boss, "exposure_of", asha.pk)
    assert re.search(r"<title>([^<]*)</title>", shown)[1] == "Exposure - Roundel"  # type: ignore[index]


@pytest.mark.parametrize("name", ["reviews", "mine", "debriefs", "sessions", "everybody", "draw", "review", "contact"])
def test_a_page_takes_as_many_queries_for_three_as_for_one(name: str, boss: User, asha: User) -> None:
    """Lists with one row and with three; the pages of one record with one and with three of what they hold."""
    us = asker(boss), asker(asha)
    contact = make.contact(of=us[1])
    review = make.shared(of=us[1], by=us[0])
    args = {"review": [review.reference], "contact": [contact.reference]}.get(name, [])
    who = asha if name == "mine" else boss
    client, counted = signed_in(who), []
    client.get("/")  # the first request of a session stores it
    for rows in (1, 2):
        for _ in range(rows):
            _one_more(us, contact, review)
        with CaptureQueriesContext(connection) as made:
            assert client.get(reverse(f"supervision:{name}", args=args)).status_code == 200
        counted.append(len(made))
    assert counted[0] == counted[1], name


def _one_more(us, contact: Contact, review: Review) -> None:
    boss, asha = us
    make.shared(of=asha, by=boss)
    make.drawn(by=boss)
    make.hard(of=asha)
    make.offered(to=asha, by=boss)
    make.session(of=asha, by=boss)
    make.comment(contact, by=asha)
    make.listening(contact, by=make.supervisor())
    contacts.finished(by=make.practitioner())
    actions.write_comment(by=boss, at=NOW, contact=review.contact, words="One more.", needs_answer=False, review=review)
