"""The board for the room: who sees it, what it costs, what is recorded, and how long its session lasts."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from roundel.access.models import UserRole
from roundel.audit.models import AuditEvent
from roundel.desk import board
from roundel.helpline import actions
from roundel.kernel.board import Tile, Tone
from tests.factories import contacts, shifts, users
from tests.support.moments import NOW

ClientAs = Callable[..., Any]
HOUR = dt.timedelta(hours=1)
IDLE = settings.ROUNDEL_IDLE_MINUTES
AS_SCRIPT = {"Sec-Fetch-Mode": "cors"}
pytestmark = pytest.mark.django_db


def part(client: Any) -> Any:
    return client.get("/board/part", headers=AS_SCRIPT)


@pytest.mark.usefixtures("frozen_clock")
def test_the_screen_is_led_to_its_board_and_sees_nothing_else(client_as: ClientAs) -> None:
    client = client_as("room_screen")
    assert client.get("/")["Location"] == "/board"
    page = client.get("/board").content.decode()
    assert "9:04pm" in page
    assert "Sunday 14 March 2027" in page
    for part_of_the_desk in ("govuk-service-navigation", 'name="q"', "roundel-header", "data-session-dialog"):
        assert part_of_the_desk not in page
    for where in ("/contacts/", "/rota/", "/rota/mine/", "/audit/", "/people-and-roles/"):
        assert client.get(where).status_code == 403


def test_others_see_the_board_and_keep_their_home(client_as: ClientAs) -> None:
    client = client_as("practitioner")
    assert client.get("/").status_code == 200
    assert "Back to the desk" in client.get("/board").content.decode()


@pytest.mark.parametrize("where", ["/board", "/board/again", "/board/part"])
def test_whose_it_is_not_is_refused(client_as: ClientAs, where: str) -> None:
    assert client_as("evaluator").get(where).status_code == 403


def test_one_look_is_recorded_and_its_refreshes_are_not(client_as: ClientAs) -> None:
    client = client_as("practitioner")
    client.get("/board")
    for _ in range(3):
        part(client)
        client.get("/board/again")
    assert [event.event for event in AuditEvent.objects.all()] == ["desk.board.opened"]


def test_a_refresh_is_small_and_costs_little_however_much_there_is(client_as: ClientAs) -> None:
    def cost() -> tuple[int, int]:
        part(client)
        with CaptureQueriesContext(connection) as seen:
            answer = part(client)
        return len(seen), len(answer.content)

    client = client_as("room_screen")
    empty, _ = cost()
    contacts.in_danger()
    for number in range(3):
        shift = shifts.going_on(needed=4)
        shifts.signed(shift)
        shifts.signed(shift)
        shifts.made(starts_at=shift.ends_at + number * HOUR, needed=2)
    queries, size = cost()
    assert queries == empty
    assert queries <= 16
    assert size < 4_000


def test_nothing_of_a_case_stands_on_it(client_as: ClientAs) -> None:
    contact = contacts.in_danger(notes="Somebody said something.")
    page = client_as("room_screen").get("/board").content.decode()
    assert "Danger now" in page
    for word in (contact.reference, "Somebody said", str(contact.pk)):
        assert word not in page


@pytest.mark.usefixtures("frozen_clock")
def test_dangers_are_counted_until_somebody_has_taken_them_on(client_as: ClientAs) -> None:
    from roundel.helpline import queries

    screen, supervisor = users.make_asker("room_screen"), users.make_asker("supervisor")
    assert queries.tiles(screen, NOW)[0].value == "0"
    first = contacts.in_danger()
    hidden = contacts.restricted()
    actions.mark_danger(by=users.make_asker("practitioner"), at=NOW + HOUR, contact=contacts.finished())
    (tile,) = queries.tiles(screen, NOW + HOUR)
    assert (tile.value, tile.words, tile.tone) == ("2", "the first of them since 9:04pm", Tone.DANGER)
    actions.take_on_danger(by=supervisor, at=NOW + HOUR, contact=first)
    assert queries.tiles(screen, NOW + HOUR)[0].words == "waiting since 10:04pm"
    assert queries.tiles(screen, NOW + 48 * HOUR)[0].words == "waiting for more than a day"
    assert queries.tiles(users.make_asker("coordinator"), NOW) == []
    assert hidden.danger_at is None


def test_tiles_of_one_title_stay_apart_and_a_tone_is_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    twice = [Tile("Call-backs", "3", "late", Tone.ATTENTION), Tile("Call-backs", "1", "soon", Tone.WAITING)]
    monkeypatch.setattr(board, "SOURCES", (lambda asker, at: twice,))
    shown = board.gathered(users.make_asker("room_screen"), NOW)
    assert [(one.key, one.tone_words) for one in shown] == [
        ("call-backs-1", "Needs somebody"),
        ("call-backs-2", "Waiting"),
    ]
    assert {Tone.WAITING, Tone.ATTENTION, Tone.DANGER} == set(board.TONE_WORDS), "only calm needs no word"


def test_the_session_of_the_screen_lasts_while_the_board_refreshes(client_as: ClientAs, frozen_clock) -> None:
    client = client_as("room_screen")
    client.get("/board")
    for _ in range(5):
        frozen_clock.forward(minutes=IDLE - 1)
        assert part(client).status_code == 200
    frozen_clock.forward(minutes=IDLE - 1)
    assert client.get("/board/again").status_code == 200
    frozen_clock.forward(minutes=IDLE)
    assert part(client).status_code == 401


@pytest.mark.parametrize("roles", [("practitioner",), ("room_screen", "auditor")])
@pytest.mark.parametrize("where", ["/board/part", "/board/again"])
def test_nobody_elses_session_lasts_longer_by_it(
    client_as: ClientAs, frozen_clock, roles: tuple[str, ...], where: str
) -> None:
    client = client_as(*roles)
    client.get("/board")
    for _ in range(IDLE // 10):
        assert client.get(where).status_code == 200
        frozen_clock.forward(minutes=10)
    response = client.get(where)
    assert response.status_code == 302
    assert re.search(r"next=%2F$", response["Location"]), "and back to the first page, not to a part of one"


def test_a_screen_whose_role_has_ended_is_refused(client_as: ClientAs) -> None:
    client = client_as("room_screen")
    assert part(client).status_code == 200
    UserRole.objects.filter(user=client.user).update(to_at=dt.datetime(2021, 1, 1, tzinfo=dt.UTC))
    assert part(client).status_code == 403
