"""The practice desk over HTTP: choosing, taking, looking back, and what supervisors see and say."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from roundel.access.grants import Asker, load_asker
from roundel.audit.models import AuditEvent
from roundel.drafts.models import Draft
from roundel.practice import actions, queries
from roundel.practice.models import PracticeCall, PracticeComment
from roundel.practice.queries.calls import PAGE
from roundel.practice.script import current
from tests.conftest import FrozenClock
from tests.factories import practice, users
from tests.support.clients import StaffClient
from tests.support.moments import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock")]
TYPED = {"version": "1", "channel": "telephone", "group": "own", "notes": "He said\nthat", "agree-words": "half a sen"}
MARK = "nothing here is a real contact and nothing is counted"


@pytest.fixture
def client(client_as: Callable[..., StaffClient]) -> StaffClient:
    return client_as("trainee")


@pytest.fixture
def me(client: StaffClient) -> Asker:
    return load_asker(client.user.pk, at=NOW)


@pytest.fixture
def call(me: Asker) -> PracticeCall:
    return practice.being_taken(by=me)


@pytest.fixture
def boss(client_as: Callable[..., StaffClient]) -> StaffClient:
    return client_as("supervisor")


def take(call: PracticeCall, step: str = "") -> str:
    return f"/practice/{call.reference}/take{step and '/' + step}"


def draft(call: PracticeCall) -> dict[str, list[str]]:
    kept = Draft.objects.filter(form="practice", about=call.reference).first()
    return kept.payload if kept else {}


def words(answer: Any) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text)))


# -- choosing


def test_the_callers_stand_there_with_how_to_begin(client: StaffClient) -> None:
    page = client.get("/practice/")
    assert MARK in page.text
    assert "What you have finished will stand here" in page.text
    for script in current():
        assert script.title in html.unescape(page.text)
        assert f'action="/practice/begin/{script.script}"' in page.text
    assert "/practice/review" not in page.text


def test_answering_begins_and_shows_the_first_line(client: StaffClient) -> None:
    page = client.post("/practice/begin/first_call", follow=True)
    call = PracticeCall.objects.get()
    assert page.redirect_chain == [(take(call), 302)]
    assert f"<title>Practice {call.reference} - Roundel</title>" in page.text
    assert "I nearly rang off just now" in page.text
    assert "What would you say?" in page.text
    assert "You do not have to tell me who you are" in page.text  # the statement, as in a contact
    assert f'data-draft-url="/drafts/practice/{call.reference}"' in page.text
    assert MARK in page.text


def test_a_caller_who_is_not_there_is_not_found(client: StaffClient) -> None:
    assert client.post("/practice/begin/nobody").status_code == 404


def test_what_is_unfinished_can_be_gone_on_with(client: StaffClient, call: PracticeCall) -> None:
    page = client.get("/practice/")
    assert f'href="{take(call)}"' in page.text
    assert client.get(f"/practice/{call.reference}").url == take(call)


# -- taking


STEPS = ["statement", "statement/back", "code", "code/untie", "ended", "goes-on", "agree", "name", "go-on", "finish",
         "danger", ""]  # fmt: skip


@pytest.mark.parametrize("step", STEPS)
def test_every_step_keeps_what_was_typed(client: StaffClient, call: PracticeCall, step: str) -> None:
    client.post(take(call, step), TYPED | {"practice_line": "ring", "practice_reply": "0"})
    kept = practice.content_of(call).written.notes or draft(call)["notes"][0]
    assert kept.split() == ["He", "said", "that"]
    assert draft(call)["agree-words"] == ["half a sen"]
    assert not {"practice_line", "practice_reply", "version"} & set(draft(call))
    page = client.get(take(call))
    assert "half a sen" in page.text
    assert "that</textarea>" in page.text


def test_a_reload_of_a_step_leads_back_to_the_screen(client: StaffClient, call: PracticeCall) -> None:
    for step in filter(None, STEPS):
        assert client.get(take(call, step)).url == take(call)


def test_going_on_shows_what_was_said_so_far(client: StaffClient, call: PracticeCall) -> None:
    page = client.post(take(call, "go-on"), {"practice_line": "ring", "practice_reply": "0"}, follow=True)
    assert page.redirect_chain == [(f"{take(call)}#caller", 302)]
    assert "What was said so far" in page.text
    assert "May I first tell you" in page.text
    assert 'value="statement"' in page.text


@pytest.mark.parametrize("reply", ["", "9", "-1", "one", "9" * 40])
def test_a_reply_that_is_not_offered_is_said_kindly(client: StaffClient, call: PracticeCall, reply: str) -> None:
    page = client.post(take(call, "go-on"), {"practice_line": "ring", "practice_reply": reply}, follow=True)
    assert "Choose what you would say." in page.text
    assert practice.content_of(call).heard == 1


def test_the_statement_is_asked_for_beside_its_field(client: StaffClient, call: PracticeCall) -> None:
    page = client.post(take(call, "statement"), TYPED)
    assert "Choose how they met the statement." in page.text
    assert "<title>Error: Practice" in page.text
    assert 'href="#id_acknowledged"' in page.text


def test_details_that_identify_wait_for_the_statement(client: StaffClient, call: PracticeCall) -> None:
    page = client.post(take(call), TYPED | {"identifying": "12 High Street"})
    assert "Say the confidentiality statement first" in page.text
    assert "12 High Street</textarea>" in page.text


def test_the_practice_code_brings_up_what_was_agreed(client: StaffClient, me: Asker) -> None:
    call = practice.being_taken(by=me, name="returning")
    assert "What was agreed before" not in client.get(take(call)).text
    page = client.post(take(call, "code"), TYPED | {"code": "3507-1826-4905-1737"}, follow=True)
    assert "Practice Amber Harbour" in page.text
    assert "Tell my wife on Sunday" in page.text
    assert "by 11 March 2027" in page.text
    before = practice.script_of(call).before
    assert before
    one = before.actions[0].id_in(call.pk)
    prefix = f"after-{one.hex}"
    wrong = client.post(take(call, f"after/{one}"), TYPED | {f"{prefix}-outcome": "not_done"})
    assert "Choose why it was not done." in wrong.text
    sent = {f"{prefix}-outcome": "not_done", f"{prefix}-why": "afraid"}
    right = client.post(take(call, f"after/{one}"), TYPED | sent, follow=True)
    assert "Not done yet</strong>: afraid of what would follow" in right.text


@pytest.mark.parametrize(("code", "message"), [("", "Enter the code"), ("12", "not a complete code")])
def test_a_wrong_code_is_said_beside_an_empty_box(
    client: StaffClient, call: PracticeCall, code: str, message: str
) -> None:
    page = client.post(take(call, "code"), TYPED | {"code": code})
    assert message in page.text
    assert 'href="#id_code"' in page.text
    assert "code" not in draft(call)


def test_enter_in_the_code_box_looks_it_up(client: StaffClient, me: Asker) -> None:
    call = practice.being_taken(by=me, name="returning")
    client.post(take(call), TYPED | {"code": "3507 1826 4905 1737"})
    assert practice.content_of(call).code
    assert practice.fresh(call).version == 1


def test_an_issued_code_is_shown_once_and_said_to_open_nothing(client: StaffClient, call: PracticeCall) -> None:
    page = client.post(take(call, "code/issue"), TYPED)
    assert re.search(r"\d{4} \d{4} \d{4} \d{4}", page.text)
    assert "opens nothing, here or in a contact" in page.text
    assert MARK in page.text
    assert client.post(take(call, "code/issue"), TYPED).status_code == 403


def test_danger_says_what_one_would_do_and_that_nobody_is_told(client: StaffClient, call: PracticeCall) -> None:
    page = client.post(take(call, "danger"), TYPED, follow=True)
    assert "In a contact: call 999 now" in page.text
    assert "Nobody is told" in page.text
    assert "Stay with the caller if you can" in page.text
    back = client.post(f"/practice/{call.reference}/danger", follow=True)
    assert "Danger marked at" in back.text
    assert "half a sen" in back.text


def test_a_name_is_noted_and_an_action_agreed(client: StaffClient, call: PracticeCall) -> None:
    client.post(take(call, "statement"), {"acknowledged": "agreed"})
    page = client.post(take(call, "name"), {"named-name": "Sam Example", "named-named_as": "child"}, follow=True)
    assert "<strong>Sam Example</strong>, a child" in page.text
    sent = {"agree-kind": "police", "agree-actor": "caller", "agree-words": "On Monday"}
    assert "“On Monday”" in client.post(take(call, "agree"), sent, follow=True).text


def test_two_windows_see_both_versions(client: StaffClient, call: PracticeCall) -> None:
    client.post(take(call), TYPED)
    page = client.post(take(call), TYPED | {"notes": "Other"})
    assert page.status_code == 409
    assert "Other" in page.text


def test_what_was_typed_can_be_thrown_away(client: StaffClient, call: PracticeCall) -> None:
    client.post(take(call, "danger"), TYPED)
    client.post(take(call, "forget"), TYPED)
    assert not Draft.objects.exists()


# -- finishing and looking back


def test_finishing_asks_about_a_threshold_and_leads_to_looking_back(client: StaffClient, call: PracticeCall) -> None:
    page = client.post(take(call, "finish"), TYPED, follow=True)
    assert "Check your answers" in page.text
    assert "would you propose a threshold decision?" in page.text
    wrong = client.post(f"/practice/{call.reference}/finish", {"ending": "completed"})
    assert "Choose what you would do." in wrong.text
    back = client.post(f"/practice/{call.reference}/finish", {"ending": "completed", "threshold": "no"}, follow=True)
    assert back.redirect_chain == [(f"/practice/{call.reference}", 302)]
    text = words(back)
    for each in ("Looking back", "The statement comes first Not done", "Who was in touch Done", "What a good record"):
        assert each in text
    assert "He said\nthat" in back.text
    assert not Draft.objects.exists()


def test_a_silent_call_is_counted_and_looked_back_at(client: StaffClient, me: Asker) -> None:
    call = practice.being_taken(by=me, name="silent")
    page = client.post(take(call, "tally"), {"nature": "silent"}, follow=True)
    assert "You counted it: silent call." in page.text
    assert "You finished before the call had come to its end" in page.text


def test_a_tally_of_nothing_is_said_kindly(client: StaffClient, call: PracticeCall) -> None:
    assert "Choose what kind of call it was" in client.post(take(call, "tally"), follow=True).text


def test_looking_back_can_be_practised_again_and_deleted(client: StaffClient, me: Asker) -> None:
    call = practice.finished(by=me)
    page = client.get(f"/practice/{call.reference}")
    assert 'action="/practice/begin/first_call"' in page.text
    gone = client.get(f"/practice/{call.reference}/remove")
    assert "This cannot be undone." in gone.text
    after = client.post(f"/practice/{call.reference}/remove", follow=True)
    assert f"Practice {call.reference} is deleted." in after.text
    assert not PracticeCall.objects.exists()


def test_a_draft_goes_with_the_call(client: StaffClient, call: PracticeCall) -> None:
    client.post(take(call, "danger"), TYPED)
    client.post(f"/practice/{call.reference}/remove")
    assert not Draft.objects.exists()


def test_thoughts_are_kept_and_what_cannot_be_kept_stays_on_the_page(client: StaffClient, me: Asker) -> None:
    call = practice.finished(by=me)
    wrong = client.post(f"/practice/{call.reference}/reflection", {"words": "I was \x0bcalm"})
    assert "control character" in wrong.text
    assert "<title>Error: Practice" in wrong.text
    kept = client.post(f"/practice/{call.reference}/reflection", {"words": "I was calm", "shared": "on"}, follow=True)
    assert "Your thoughts are kept." in kept.text
    assert "I was calm</textarea>" in kept.text
    assert practice.fresh(call).reflection_shared


# -- supervisors


@pytest.mark.parametrize("shared", [True, False])
def test_a_supervisor_reads_thoughts_only_if_they_are_shared(boss: StaffClient, me: Asker, shared: bool) -> None:
    call = practice.finished(by=me)
    actions.reflect(by=me, at=NOW, call=call, words="I was calm", shared=shared)
    page = boss.get(f"/practice/{call.reference}")
    assert ("I was calm" in page.text) is shared
    assert AuditEvent.objects.filter(event="practice.call.read", actor_id=boss.user.pk).count() == 1


def test_a_comment_reaches_the_one_who_practised(boss: StaffClient, client: StaffClient, me: Asker) -> None:
    call = practice.finished(by=me)
    listed = boss.get("/practice/review")
    assert call.reference in listed.text
    assert "New" in words(listed)
    wrong = boss.post(f"/practice/{call.reference}/comment", {"words": ""})
    assert "Write what you would like to say." in wrong.text
    sent = boss.post(f"/practice/{call.reference}/comment", {"words": "You waited."}, follow=True)
    assert "will find your comment" in sent.text
    assert "Commented" in words(sent)

    (item,) = queries.work_queue(me, NOW)
    assert item.url == f"/practice/{call.reference}"
    assert boss.user.name in item.why
    assert PracticeComment.objects.get().seen_at is None
    assert "You waited." in client.get(item.url).text
    assert PracticeComment.objects.get().seen_at == NOW
    assert queries.work_queue(me, NOW) == []


def test_a_supervisor_who_opens_it_does_not_read_the_comment_for_the_other(boss: StaffClient, me: Asker) -> None:
    made = practice.commented(of=me)
    boss.get(f"/practice/{made.call.reference}")
    assert PracticeComment.objects.get().seen_at is None


def test_nothing_to_add_is_an_answer_too(boss: StaffClient, me: Asker) -> None:
    call, asker = practice.finished(by=me), load_asker(boss.user.pk, at=NOW)
    (item,) = queries.work_queue(asker, NOW)
    assert (item.what, item.url, item.urgency) == ("1 practice call", "/practice/review", "soon")
    boss.post(f"/practice/{call.reference}/looked-at")
    assert queries.work_queue(asker, NOW) == []
    page = boss.get(f"/practice/{call.reference}")
    assert "looked at it on 14 March 2027" in page.text
    assert "I have nothing to add" not in page.text


def test_a_supervisor_does_not_look_at_his_own(boss: StaffClient) -> None:
    asker = load_asker(boss.user.pk, at=NOW)
    call = practice.finished(by=asker)
    assert queries.work_queue(asker, NOW) == []
    assert call.reference not in boss.get("/practice/review").text
    assert "Send the comment" not in boss.get(f"/practice/{call.reference}").text
    assert boss.post(f"/practice/{call.reference}/comment", {"words": "x"}).status_code == 403


def test_what_is_being_practised_is_nobody_elses(boss: StaffClient, call: PracticeCall) -> None:
    refused = boss.get(f"/practice/{call.reference}")
    assert refused.status_code == 403
    assert "still being practised" in refused.text
    assert "emergency" not in refused.text.lower()
    assert call.reference not in boss.get("/practice/review").text
    assert boss.get(take(call)).status_code == 403


@pytest.mark.parametrize("role", ["trainee", "practitioner"])
def test_others_see_nothing_of_it(client_as: Callable[..., StaffClient], me: Asker, role: str) -> None:
    call, other = practice.finished(by=me), client_as(role)
    assert other.get("/practice/review").status_code == 403
    assert call.reference not in other.get("/practice/").text
    hidden, missing = other.get(f"/practice/{call.reference}"), other.get("/practice/X-7F3K-9X")
    assert (hidden.status_code, hidden.text) == (404, missing.text)


def test_the_work_queue_asks_little_and_is_empty_for_others(me: Asker) -> None:
    for role in ("coordinator", "evaluator", "auditor"):
        assert queries.work_queue(users.make_asker(role), NOW) == []
    practice.commented(of=me)
    boss = users.make_asker("supervisor")
    with CaptureQueriesContext(connection) as few:
        queries.work_queue(me, NOW), queries.work_queue(boss, NOW)
    for _ in range(2):
        practice.commented(of=me)
    with CaptureQueriesContext(connection) as many:
        queries.work_queue(me, NOW), queries.work_queue(boss, NOW)
    assert len(many) == len(few) <= 4


@pytest.mark.parametrize("page", ["/practice/", "/practice/review"])
def test_a_list_asks_no_more_for_three_than_for_one(boss: StaffClient, page: str) -> None:
    mine = load_asker(boss.user.pk, at=NOW)

    def more() -> None:
        practice.commented()
        practice.finished(by=mine)
        practice.being_taken(by=mine)

    more()
    boss.get("/")  # the session is stamped
    with CaptureQueriesContext(connection) as few:
        boss.get(page)
    more()
    more()
    with CaptureQueriesContext(connection) as many:
        boss.get(page)
    assert len(many) == len(few)


def test_a_call_asks_no_more_for_three_comments_than_for_one(boss: StaffClient, me: Asker) -> None:
    call = practice.commented(of=me).call
    boss.get("/")  # the session is stamped
    with CaptureQueriesContext(connection) as few:
        boss.get(f"/practice/{call.reference}")
    for _ in range(2):
        actions.comment(by=users.make_asker("supervisor"), at=NOW, call=call, words="And this")
    with CaptureQueriesContext(connection) as many:
        boss.get(f"/practice/{call.reference}")
    assert len(many) == len(few)


def test_lists_are_paged(client: StaffClient, boss: StaffClient, me: Asker, frozen_clock: FrozenClock) -> None:
    references = []
    for _ in range(PAGE + 1):
        frozen_clock.forward(seconds=1)
        references.append(practice.finished(by=me, name="silent").reference)
    for somebody, page in ((client, "/practice/"), (boss, "/practice/review")):
        first, second = somebody.get(page).text, somebody.get(f"{page}?page=2").text
        assert [one for one in references if one not in first] == references[:1]
        assert references[0] in second
        assert somebody.get(f"{page}?page=many").status_code == 200
