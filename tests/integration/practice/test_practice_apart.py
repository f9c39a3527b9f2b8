"""Practice is apart: whatever is done in it, not a byte of a record, a figure, a caller or a search changes."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from roundel.access.grants import load_asker
from roundel.correspondence import actions as callers
from roundel.helpline import queries as helpline
from roundel.helpline.figures.periods import year
from roundel.helpline.queries.figures import count
from roundel.kernel.ids import new_reference
from roundel.practice.models import PracticeCall
from roundel.practice.script import Script, current
from tests.factories import contacts, practice, users
from tests.support.clients import StaffClient
from tests.support.moments import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock")]
# What practising does write: its own tables, one's own drafts, the audit, and when a session was last used.
OWN = {"practice", "drafts", "audit", "sessions"}
TYPED = {"version": "1", "channel": "telephone", "group": "own", "notes": "Alma said", "identifying": "Chapel Row"}
NAMES = ("Jamie Tarrant", "Colin Averill")
PERIOD = year(2027)


def everything() -> dict[str, list[str]]:
    """Every row of every table that practising has no business with."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label in OWN or not model._meta.managed:
            continue
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(model._meta.db_table)}")
            found[model._meta.label] = sorted(map(repr, cursor.fetchall()))
    return found


def figures() -> dict[str, Any]:
    return vars(count(PERIOD))


def do_everything(client: StaffClient, script: Script) -> PracticeCall:
    """Every address of the practice desk, on one call with this caller, as its buttons would."""
    client.post(f"/practice/begin/{script.script}")
    call = PracticeCall.objects.get(script=script.script, state="taking")
    at = f"/practice/{call.reference}"
    send = lambda step, **more: client.post(f"{at}/take{step}", TYPED | more)  # noqa: E731 - the same again and again
    send("/statement", acknowledged="agreed")
    send("/statement/back")
    send("/statement", acknowledged="heard")
    send("/code", code=script.before.code if script.before else "1234")
    if practice.content_of(call).code is None:
        send("/code/issue")
    else:
        for one in script.before.actions if script.before else ():
            prefix = f"after-{one.id_in(call.pk).hex}"
            send(f"/after/{one.id_in(call.pk)}", **{f"{prefix}-outcome": "done", f"{prefix}-words": "He did"})
            send(f"/after/{one.id_in(call.pk)}", **{f"{prefix}-outcome": "not_asked"})
    send("/code/untie")
    for name in NAMES:
        send("/name", **{"named-name": name, "named-named_as": "child"})
    send(f"/name/{practice.content_of(call).named[0].id}/back")
    for _ in range(2):
        send("/agree", **{"agree-kind": "police", "agree-actor": "helpline", "agree-words": "We ring them"})
    send(f"/agree/{practice.content_of(call).agreed[0].id}/back")
    send("/danger")
    client.post(f"{at}/danger")
    while not script.steps[(step := practice.content_of(call).story[-1].step)].ends:
        send("/go-on", practice_line=step, practice_reply="1")
    send("/ended")
    send("/goes-on")
    send("/forget")
    send("/finish")
    if script.script == "silent":
        client.post("/practice/begin/silent")
        other = PracticeCall.objects.get(script="silent", version=1)
        client.post(f"/practice/{other.reference}/take/tally", {"nature": "silent"})
    client.post(f"{at}/finish", {"ending": "emergency", "threshold": "yes"})
    client.post(f"{at}/reflection", {"words": "It was hard.", "shared": "on"})
    return practice.fresh(call)


@pytest.mark.parametrize("script", current(), ids=lambda script: script.script)
def test_nothing_else_changes(client_as: Callable[..., StaffClient], script: Script) -> None:
    """By a practitioner, who may do all of it with contacts as well."""
    taker = users.make_asker("practitioner")
    contacts.action(contacts.written(by=taker, identifying="A street"), by=taker, actor="helpline")
    contacts.finished(by=taker)
    callers.issue_code(by=taker, at=NOW)
    client, boss = client_as("practitioner"), client_as("supervisor")
    client.get("/practice/")  # sessions and sign-ins have settled
    before, counted = everything(), figures()
    assert before["helpline.Contact"]
    assert before["correspondence.Caller"]
    assert any(counted.values())

    call = do_everything(client, script)
    assert call.state == "finished"
    content = practice.content_of(call)
    assert content.danger
    assert content.named
    assert content.agreed
    assert script.steps[content.story[-1].step].ends
    client.get(f"/practice/{call.reference}")
    boss.post(f"/practice/{call.reference}/comment", {"words": "You stayed calm."})
    assert everything() == before
    assert figures() == counted
    client.post(f"/practice/{call.reference}/remove")
    assert not PracticeCall.objects.filter(pk=call.pk).exists()
    assert everything() == before


def test_no_search_finds_anything_of_it(client_as: Callable[..., StaffClient]) -> None:
    client, boss = client_as("practitioner"), client_as("supervisor")
    script = next(each for each in current() if each.script == "neighbour")
    call = do_everything(client, script)
    alias = practice.content_of(practice.returning(by=load_asker(client.user.pk, at=NOW))).code
    assert alias
    for searcher in (client, boss):
        asker = load_asker(searcher.user.pk, at=NOW)
        for text in (call.reference, call.reference.replace("-", ""), *NAMES, alias.alias):
            found = helpline.find(asker, at=NOW, text=text)
            assert (found.url, found.named) == ("", ()), text
        assert call.reference not in searcher.get("/contacts/").text
    assert not helpline.work_queue(load_asker(boss.user.pk, at=NOW), NOW), "a danger for practice became work"


def test_a_reference_of_the_one_does_not_open_in_the_other(client_as: Callable[..., StaffClient]) -> None:
    client = client_as("supervisor")
    asker = load_asker(client.user.pk, at=NOW)
    contact, call = contacts.written(by=asker), practice.written(by=asker)
    for place in ("", "/take", "/finish", "/danger"):
        assert client.get(f"/contacts/{contact.reference}{place}").status_code == 200
        assert client.get(f"/practice/{contact.reference}{place}").status_code == 404
        assert client.get(f"/contacts/{call.reference}{place}").status_code == 404
        assert client.get(f"/practice/{call.reference}{place}").status_code in (200, 302)
    for step in ("statement", "agree", "danger", "code/issue", "ended"):
        assert client.post(f"/contacts/{call.reference}/take/{step}", TYPED).status_code == 404
        assert client.post(f"/practice/{contact.reference}/take/{step}", TYPED).status_code == 404
    assert client.get(f"/practice/{new_reference('X')}").status_code == 404


def test_the_screen_leads_to_no_record(client_as: Callable[..., StaffClient]) -> None:
    """Every address on the practice screen is one of practice, of the desk's frame, or of drafts."""
    client = client_as("trainee")
    asker = load_asker(client.user.pk, at=NOW)
    call = practice.returning(by=asker)
    practice.agree(call, by=asker)
    pages = [f"/practice/{call.reference}/take", f"/practice/{call.reference}/finish", "/practice/"]
    pages += [f"/practice/{practice.finished(by=asker).reference}", f"/practice/{call.reference}/danger"]
    for page in pages:
        text = client.get(page).text
        addresses = set(re.findall(r'(?:href|action|formaction|data-draft-url)="(/[^"]*)"', text))
        own = (
            f"/practice/{call.reference}",
            "/practice/",
            "/directory/",
            "/static/",
            "/account",
            "/brand.css",
            "/drafts/practice/",
        )
        foreign = {one for one in addresses if not one.startswith(own) and one != "/"}
        assert not foreign, (page, foreign)
        assert "nothing here is a real contact and nothing is counted" in text, page


def test_a_real_code_is_no_code_here_and_is_not_used(client_as: Callable[..., StaffClient]) -> None:
    issued = callers.issue_code(by=users.make_asker("practitioner"), at=NOW)
    client = client_as("practitioner")
    call = practice.being_taken(by=load_asker(client.user.pk, at=NOW), name="returning")
    before = everything()
    page = client.post(f"/practice/{call.reference}/take/code", TYPED | {"code": issued.code})
    assert "There is no caller with this code." in page.text
    assert issued.code not in page.text
    assert everything() == before


def test_the_records_in_memory_are_never_stored(client_as: Callable[..., StaffClient]) -> None:
    """Drawing the screen asks the database for no contact, no action and no caller."""
    from django.test.utils import CaptureQueriesContext

    client = client_as("trainee")
    asker = load_asker(client.user.pk, at=NOW)
    call = practice.returning(by=asker)
    practice.agree(call, by=asker)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(f"/practice/{call.reference}/take").status_code == 200
    tables = {"helpline_", "correspondence_", "safeguarding_", "callbacks_", "calls_"}
    assert not [each["sql"] for each in asked if any(table in each["sql"] for table in tables)]
