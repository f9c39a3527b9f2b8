"""What is decided when it cannot simply be tried again: one more attempt, an ending, a cancellation."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction
from django.utils import timezone

from roundel.access.grants import Asker
from roundel.audit.actions import Actor
from roundel.callbacks import rules
from roundel.callbacks.actions.records import close_claim, end, locked, note, outcome_for, set_times, times_of
from roundel.callbacks.enums import CANCELLED_AS, GIVEN_UP_AS, Ending, Outcome
from roundel.callbacks.models import CallBack
from roundel.callbacks.states import CALL_BACK
from roundel.kernel.errors import Refused
from roundel.kernel.texts import check_choice, kept_reason
from roundel.kernel.working_time import office


@transaction.atomic
def once_more(*, by: Asker, at: dt.datetime, call_back: CallBack) -> CallBack:
    """Allow one more attempt, until the end of the next working day at least."""
    held = locked(by, call_back.pk)
    rules.check_may_settle(by, held)
    step = CALL_BACK.check(rules.standing(held, at), "once_more")
    held.last_day = max(held.last_day, timezone.localtime(office().due_days(at, 1)).date())
    found = times_of(held, at)
    if found is None:
        raise Refused("The hours that the caller named leave no time on a working day. Choose a slot instead.")
    set_times(held, found)
    held.state, held.attempts_allowed = step.to, max(held.attempts_allowed, held.attempts_made + 1)
    close_claim(held, at, Outcome.LEFT)
    held.save()
    note(by, at, "once_more", held, attempts_allowed=held.attempts_allowed)
    return held


@transaction.atomic
def give_up(*, by: Asker, at: dt.datetime, call_back: CallBack, ending: str, reason: str) -> CallBack:
    """Give a call-back up, for a coded cause and with the reason in words. The number is erased."""
    held = locked(by, call_back.pk)
    rules.check_may_settle(by, held)
    why = kept_reason(reason)
    step = CALL_BACK.check(rules.standing(held, at), "give_up", reason=why)
    check_choice("ending", ending, GIVEN_UP_AS, "Choose why it is given up.")
    held.state = step.to
    close_claim(held, at, Outcome.LEFT)
    end(by, at, held, ending, why)
    note(by, at, "given_up", held, ending=ending)
    return held


@transaction.atomic
def cancel(*, by: Asker, at: dt.datetime, call_back: CallBack, ending: str, reason: str) -> CallBack:
    """Cancel a call-back: it is not wanted, they have been in touch, or we cannot make it. The number is erased."""
    held = locked(by, call_back.pk)
    rules.check_may_change(by, held, at)
    why = kept_reason(reason)
    step = CALL_BACK.check(rules.standing(held, at), "cancel", reason=why)
    check_choice("ending", ending, CANCELLED_AS, "Choose why it is cancelled.")
    held.state = step.to
    spoken = Outcome.REACHED if ending == Ending.NOT_WANTED else Outcome.PUT_BACK
    close_claim(held, at, outcome_for(by, held, spoken))
    end(by, at, held, ending, why)
    note(by, at, "cancelled", held, ending=ending)
    return held


@transaction.atomic
def tidy(*, by: Actor, at: dt.datetime, call_back_id: uuid.UUID) -> str:
    """Write down what time has done to one call-back: a call that was left waits again, one that waited too long is
    to be settled. The event's last word; empty if there was nothing to do."""
    held = CallBack.objects.select_for_update(of=("self",)).filter(pk=call_back_id).first()
    if held is None or not (rules.is_left(held, at) or rules.is_too_late(held, at)):
        return ""
    step = CALL_BACK.check(held.state, "leave" if rules.is_left(held, at) else "lapse")
    close_claim(held, at, Outcome.LEFT)
    held.state = step.to
    held.save(update_fields=["state", "calling_at", "calling_by"])
    done = step.event.rpartition(".")[2]
    note(by, at, done, held)
    return done
