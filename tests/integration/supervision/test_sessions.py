"""The log of supervision sessions."""

from __future__ import annotations

import datetime as dt

import pytest

from roundel.kernel.errors import InvalidInput, NotFound, Refused
from roundel.supervision import actions, queries
from roundel.supervision.actions import Sat
from roundel.supervision.models import SupervisionSession
from tests.factories import supervision as make
from tests.factories import users
from tests.support.moments import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock")]
TODAY, DAY = NOW.date(), dt.timedelta(days=1)


def test_a_session_is_recorded_and_what_was_agreed_is_sealed() -> None:
    boss, asha = make.supervisor(), make.practitioner()
    made = make.session(of=asha, by=boss, next_on=TODAY + 14 * DAY)
    (raw,) = SupervisionSession.objects.filter(pk=made.pk).values_list("agreed", flat=True)
    assert "Breaks" not in str(raw)
    assert [one.pk for one in queries.list_sessions(asha, at=NOW).object_list] == [made.pk]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"held_on": TODAY + DAY}, "held_on"),
        ({"minutes": 0}, "minutes"),
        ({"minutes": 481}, "minutes"),
        ({"next_on": TODAY}, "next_on"),
    ],
)
def test_a_session_that_cannot_have_been_is_refused(change: dict[str, object], field: str) -> None:
    boss, asha = make.supervisor(), make.practitioner()
    given: dict[str, object] = {"practitioner": asha.signed_in_id(), "held_on": TODAY, "minutes": 60} | change
    with pytest.raises(InvalidInput) as caught:
        actions.record_session(by=boss, at=NOW, sat=Sat(**given))  # type: ignore[arg-type]
    assert caught.value.field == field


def test_who_gives_supervision_and_to_whom() -> None:
    boss, asha = make.supervisor(), make.practitioner()
    with pytest.raises(Refused, match="Only a supervisor"):
        make.session(of=boss, by=asha)
    with pytest.raises(InvalidInput, match="the other person"):
        make.session(of=boss, by=boss)
    with pytest.raises(InvalidInput, match="with whom"):
        make.session(of=users.make_asker("auditor"), by=boss)
    assert make.session(of=make.supervisor(), by=boss).supervisor_id == boss.user_id


def test_a_wrong_record_is_withdrawn_by_who_made_it_with_a_reason() -> None:
    boss, asha = make.supervisor(), make.practitioner()
    made = make.session(of=asha, by=boss)
    with pytest.raises(Refused, match="Only a supervisor"):
        actions.withdraw_session(by=asha, at=NOW, session=made, reason="It was not so.")
    with pytest.raises(NotFound):
        actions.withdraw_session(by=make.supervisor(), at=NOW, session=made, reason="It was not so.")
    with pytest.raises(InvalidInput, match="Say why"):
        actions.withdraw_session(by=boss, at=NOW, session=made, reason="")
    assert actions.withdraw_session(by=boss, at=NOW, session=made, reason="The wrong day.").withdrawn_at == NOW
    with pytest.raises(Refused, match="already"):
        actions.withdraw_session(by=boss, at=NOW, session=made, reason="The wrong day.")
