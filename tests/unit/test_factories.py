"""The factories reach what they say they reach."""

import pytest

from roundel.helpline.enums import ActionState, State
from tests.factories import contacts, users

pytestmark = pytest.mark.django_db


def test_contacts_reach_their_states() -> None:
    assert contacts.being_taken().state == State.TAKING
    assert contacts.written(group="survivor").group == "survivor"
    assert contacts.finished(notes="Said thank you.").state == State.FINISHED
    assert contacts.restricted().restricted
    assert contacts.in_danger().danger_at is not None


def test_an_action_is_agreed_and_asked_after() -> None:
    somebody = users.make_asker("practitioner")
    first = contacts.written(by=somebody)
    action = contacts.action(first, by=somebody)
    later = contacts.written(by=somebody)
    contacts.answer(action, later, by=somebody)
    action.refresh_from_db()
    assert action.state == ActionState.DONE


def test_a_user_signs_in_with_a_code_that_is_new_each_time() -> None:
    user = users.make_user("auditor")
    assert len(users.code_of(user)) == 6
    assert users.make_asker(user=user).roles == {"auditor"}
