"""Agreeing protective actions, and asking after them in a later contact."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from roundel.access.grants import Asker
from roundel.helpline import rules
from roundel.helpline.actions.records import locked, locked_action, note
from roundel.helpline.enums import ActionState
from roundel.helpline.models import AskedAfter, Contact, ProtectiveAction
from roundel.helpline.states import ACTION
from roundel.helpline.written import Agreed, Answer
from roundel.kernel.errors import Refused
from roundel.kernel.texts import kept_text


@transaction.atomic
def agree_action(*, by: Asker, at: dt.datetime, contact: Contact, agreed: Agreed) -> ProtectiveAction:
    """Keep what somebody will do, coded and in his own words, by when."""
    held = locked(by, contact.pk)
    rules.check_may_agree(by, held)
    rules.check_agreed(agreed, began=held.started_at)
    agreed_at = at if held.ended_at is None else held.ended_at
    action = ProtectiveAction.objects.create(
        contact=held,
        kind=agreed.kind,
        actor=agreed.actor,
        words=kept_text("words", agreed.words),
        by_when=agreed.by_when,
        agreed_at=agreed_at,
        agreed_by_id=by.signed_in_id(),
    )
    note(by, at, "action.agreed", held, action=action.pk.hex, kind=agreed.kind)
    return action


@transaction.atomic
def withdraw_action(*, by: Asker, at: dt.datetime, contact: Contact, action_id: uuid.UUID) -> None:
    """Take back an action while the contact in which it was agreed is being taken, and nobody has asked after it."""
    held, action = locked(by, contact.pk), locked_action(action_id)
    rules.check_may_withdraw(by, action, held)
    if action.answers.exists():
        raise Refused("This action has been asked after in a later contact, so it stays.")
    note(by, at, "action.withdrawn", held, action=action.pk.hex, kind=action.kind)
    action.delete()


@transaction.atomic
def ask_after(*, by: Asker, at: dt.datetime, contact: Contact, action_id: uuid.UUID, answer: Answer) -> AskedAfter:
    """Keep what was answered when an open action of an earlier contact was asked after in this one.

    Answered again in the same contact, the later answer replaces the earlier. Raises InvalidInput
    (``outcome``, ``why``) for what is missing; Refused for an action that is closed, or not before the asker.
    """
    held, action = locked(by, contact.pk), locked_action(action_id)
    locked(by, action.contact_id)
    _forget_answer(held, action)
    rules.check_may_ask_after(by, action, held)
    rules.check_answer(answer)
    asked = _store_answer(held, action, answer, by, at if held.ended_at is None else held.ended_at)
    note(by, at, "action.asked_after", held, action=action.pk.hex, outcome=answer.outcome)
    return asked


@transaction.atomic
def take_back_answer(*, by: Asker, at: dt.datetime, contact: Contact, action_id: uuid.UUID) -> None:
    """Take back what was said about an action in this contact: it could not be asked after, or was a slip."""
    held, action = locked(by, contact.pk), locked_action(action_id)
    locked(by, action.contact_id)
    rules.check_may_write(by, held)
    if not _forget_answer(held, action):
        return
    action.save(update_fields=["state"])
    note(by, at, "action.answer_taken_back", held, action=action.pk.hex)


@transaction.atomic
def keep_promise(*, by: Asker, at: dt.datetime, contact: Contact, action_id: uuid.UUID, answer: Answer) -> AskedAfter:
    """Note what became of something that the helpline itself was to do: nobody need call again for it."""
    held, action = locked(by, contact.pk), locked_action(action_id)
    rules.check_may_keep_promise(by, action, held)
    rules.check_answer(answer)
    _forget_answer(held, action)
    asked = _store_answer(held, action, answer, by, at)
    note(by, at, "action.promise_kept", held, action=action.pk.hex, outcome=answer.outcome)
    return asked


def _store_answer(
    contact: Contact, action: ProtectiveAction, answer: Answer, by: Asker, asked_at: dt.datetime
) -> AskedAfter:
    action.state = ACTION.check(action.state, answer.outcome).to
    action.save(update_fields=["state"])
    return AskedAfter.objects.create(
        action=action,
        contact=contact,
        outcome=answer.outcome,
        why=rules.why_of(answer),
        words=kept_text("words", answer.words),
        asked_at=asked_at,
        asked_by_id=by.signed_in_id(),
    )


def _forget_answer(contact: Contact, action: ProtectiveAction) -> bool:
    """Delete the answer given in this contact, and put the action back to where it stood before."""
    if not action.answers.filter(contact=contact).delete()[0]:
        return False
    last = action.answers.order_by("-asked_at", "-id").values_list("outcome", flat=True).first()
    action.state = last or ActionState.AGREED
    return True
