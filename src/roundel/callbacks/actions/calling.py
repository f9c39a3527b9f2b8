"""Making the call: begun by one person, put back, tried, reached."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from roundel.access.grants import Asker
from roundel.callbacks import rules, timing
from roundel.callbacks.actions.records import close_claim, end, locked, note, set_times, times_of
from roundel.callbacks.enums import STOPS, TRIED, Ending, Outcome
from roundel.callbacks.models import CallBack
from roundel.callbacks.states import CALL_BACK
from roundel.kernel.texts import check_choice, needed_text
from roundel.kernel.working_time import office


@transaction.atomic
def claim(*, by: Asker, at: dt.datetime, call_back: CallBack) -> CallBack:
    """Begin the call: from now on the asker alone sees the number, for a quarter of an hour and within the safe time.

    Raises Taken if somebody else began it a moment earlier, Refused with the next safe time outside it. Begun
    twice by the same person, nothing changes.
    """
    held = locked(by, call_back.pk)
    if rules.is_claimer(by, held) and not rules.is_left(held, at):
        return held
    rules.check_may_claim(by, held, at, office())
    step = CALL_BACK.check(rules.standing(held, at), "claim")
    left = held.calling_at is not None
    close_claim(held, at, Outcome.LEFT)
    held.state, held.calling_at, held.calling_by_id = step.to, at, by.signed_in_id()
    held.save(update_fields=["state", "calling_at", "calling_by"])
    note(by, at, "claimed", held, taken_over=left)
    return held


@transaction.atomic
def put_back(*, by: Asker, at: dt.datetime, call_back: CallBack) -> CallBack:
    """Let go of a call that was begun and not made. It is no attempt."""
    held = locked(by, call_back.pk)
    rules.check_claims(by, held)
    held.state = CALL_BACK.check(held.state, "put_back").to
    close_claim(held, at, Outcome.PUT_BACK)
    held.save(update_fields=["state", "calling_at", "calling_by"])
    note(by, at, "put_back", held)
    return held


@transaction.atomic
def note_outcome(*, by: Asker, at: dt.datetime, call_back: CallBack, outcome: str) -> CallBack:
    """Note what came of an attempt. It waits for another, or is to be settled: after the last attempt, after an
    outcome that says stop, and when no safe time is left."""
    held = locked(by, call_back.pk)
    rules.check_claims(by, held)
    check_choice("outcome", outcome, TRIED, "Choose what came of the call.")
    rules.check_outcome(held, outcome)
    held.attempts_made += 1
    held.tried_at, held.tried_by_id = at, by.user_id
    found = times_of(held, at + timing.rest_after(outcome))
    again = found is not None and outcome not in STOPS and held.attempts_made < held.attempts_allowed
    held.state = CALL_BACK.check(held.state, "again" if again else "stop").to
    if found is not None and again:
        set_times(held, found)
    close_claim(held, at, outcome)
    held.save()
    note(by, at, "tried", held, outcome=outcome, attempt=held.attempts_made)
    return held


@transaction.atomic
def reached(*, by: Asker, at: dt.datetime, call_back: CallBack, contact_reference: str) -> CallBack:
    """End the call-back, because the person answered and a contact was begun. The number is erased."""
    held = locked(by, call_back.pk)
    rules.check_claims(by, held)
    held.state = CALL_BACK.check(held.state, "reach").to
    held.result_reference = needed_text("contact_reference", contact_reference, "Name the contact that was begun.")
    close_claim(held, at, Outcome.REACHED)
    end(by, at, held, Ending.REACHED)
    note(by, at, "reached", held, contact=held.result_reference)
    return held
