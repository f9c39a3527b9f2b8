"""Who may do what with a call-back, and when. Pure: over the asker, loaded objects and a moment that is told."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from roundel.access import scopes
from roundel.access.grants import Asker
from roundel.callbacks.enums import ENDED, Message, Outcome, State
from roundel.callbacks.models import CallBack, Slot
from roundel.callbacks.states import MAKE, MANAGE
from roundel.callbacks.timing import CLAIM, FURTHEST, Plan, Window, window_at
from roundel.design.words import datetime_words, time_words
from roundel.kernel.errors import InvalidInput, Refused
from roundel.kernel.working_time import WorkingTime

KIND, SLOT = "callbacks.call_back", "callbacks.slot"
LONGEST_SLOT = dt.timedelta(hours=4)
NOT_YOURS = "Somebody else is making this call."


class Taken(Refused):
    """Somebody else began the call a moment earlier."""


def visible_to_callers(asker: Asker) -> Q | None:
    """All call-backs, and all slots, to those who make them; none to others."""
    return Q() if asker.may(MAKE) else None


scopes.register(scopes.Scope(KIND, visible_to_callers, knows=MAKE))
scopes.register(scopes.Scope(SLOT, visible_to_callers, knows=MAKE))


def check_may_make(asker: Asker) -> None:
    """Whether the asker books and makes call-backs at all."""
    asker.require(MAKE, "Your role does not include call-backs.")


def check_may_manage(asker: Asker) -> None:
    """Whether the asker sets the slots."""
    asker.require(MANAGE, "Only a supervisor sets the slots of call-backs.")


# -- how a call-back stands at a moment, whatever has been written of it so far


def is_left(call_back: CallBack, at: dt.datetime) -> bool:
    """Whether somebody began to call and noted nothing within fifteen minutes."""
    return call_back.calling_at is not None and at >= call_back.calling_at + CLAIM


def is_too_late(call_back: CallBack, at: dt.datetime) -> bool:
    """Whether it waits although its last safe time has passed."""
    waits = call_back.state == State.WAITING or is_left(call_back, at)
    return waits and at >= call_back.expires_at


def standing(call_back: CallBack, at: dt.datetime) -> State:
    """The state at this moment: a call that was left waits again, one that waited too long is to be settled."""
    if is_too_late(call_back, at):
        return State.TO_SETTLE
    return State.WAITING if is_left(call_back, at) else State(call_back.state)


def plan_of(call_back: CallBack) -> Plan:
    """What was agreed about the time."""
    slot = call_back.slot
    return Plan(
        (slot.starts_at, slot.ends_at) if slot else None, call_back.earliest, call_back.latest, call_back.last_day
    )


def safe_window(call_back: CallBack, at: dt.datetime, office: WorkingTime) -> Window | None:
    """The time in which it may be called: open at this moment, or the next; None if there is none left."""
    return window_at(plan_of(call_back), at, call_back.opens_at, office)


def is_safe_now(call_back: CallBack, at: dt.datetime, office: WorkingTime) -> bool:
    """Whether it may be called at this moment."""
    found = safe_window(call_back, at, office)
    return found is not None and found[0] <= at < found[1]


def is_claimer(asker: Asker, call_back: CallBack) -> bool:
    """Whether the asker began this call, and nobody has put it back since."""
    return asker.user_id is not None and call_back.calling_by_id == asker.user_id


# -- what may be done


def check_may_claim(asker: Asker, call_back: CallBack, at: dt.datetime, office: WorkingTime) -> None:
    """Whether the asker may begin the call now: it waits for somebody, and it is safe."""
    check_may_make(asker)
    if call_back.state == State.CALLING and not is_left(call_back, at):
        who = call_back.calling_by.name if call_back.calling_by else "Somebody else"
        raise Taken(f"{who} began this call at {time_words(call_back.calling_at)}.")
    if standing(call_back, at) == State.WAITING:
        check_is_safe(call_back, at, office)


def check_is_safe(call_back: CallBack, at: dt.datetime, office: WorkingTime) -> None:
    """Whether it may be called at this moment; if not, it is said when."""
    if is_safe_now(call_back, at, office):
        return
    found = safe_window(call_back, at, office)
    if found is None:
        raise Refused("It is not safe to call now, and no safe time is left. Agree another time with the person.")
    raise Refused(f"It is not safe to call now. It is from {datetime_words(found[0])} until {time_words(found[1])}.")


def may_see_number(asker: Asker, call_back: CallBack, at: dt.datetime, office: WorkingTime) -> bool:
    """Whether the number may be shown: to the one who makes the call, while the claim holds and it is safe."""
    holds = is_claimer(asker, call_back) and not is_left(call_back, at)
    return holds and asker.may(MAKE) and is_safe_now(call_back, at, office)


def check_claims(asker: Asker, call_back: CallBack) -> None:
    """Whether it is the asker's to note what came of the call."""
    check_may_make(asker)
    if call_back.state in ENDED:
        raise Refused("This call-back has ended already.")
    if call_back.state != State.CALLING:
        raise Refused("This call went back to the queue, because nothing was noted for a while. Begin it again.")
    if not is_claimer(asker, call_back):
        raise Refused(NOT_YOURS)


def check_outcome(call_back: CallBack, outcome: str) -> None:
    """Whether this can have come of the call: a message needs leave for one, a pass-phrase must have been agreed."""
    if outcome == Outcome.MESSAGE and call_back.message == Message.NONE:
        raise InvalidInput("outcome", "No message may be left for this person. Choose what came of the call.")
    if outcome == Outcome.NO_PASS_PHRASE and call_back.pass_phrase is None:
        raise InvalidInput("outcome", "No pass-phrase was agreed for this call. Choose what came of it.")


def may_settle(asker: Asker, call_back: CallBack) -> bool:
    """Whether the asker may decide how it goes on: a supervisor, who booked it, or who tried last."""
    theirs = asker.user_id is not None and asker.user_id in (call_back.booked_by_id, call_back.tried_by_id)
    return asker.may(MANAGE) or (asker.may(MAKE) and theirs)


def check_may_settle(asker: Asker, call_back: CallBack) -> None:
    """Refused unless the asker may settle it."""
    check_may_make(asker)
    if not may_settle(asker, call_back):
        raise Refused("Whoever booked this call-back or tried last settles it, or a supervisor.")


def check_may_change(asker: Asker, call_back: CallBack, at: dt.datetime) -> None:
    """Whether the asker may move, cancel or put forward a call-back: it is open, and nobody else is calling."""
    check_may_make(asker)
    if call_back.state in ENDED:
        raise Refused("This call-back has ended already.")
    if standing(call_back, at) == State.CALLING and not is_claimer(asker, call_back):
        raise Refused(NOT_YOURS)


def check_last_day(day: dt.date, first: dt.date) -> None:
    """Whether this can be the last day: neither before the first nor too far off to keep a number for."""
    if day < first:
        raise InvalidInput("last_day", "The last day cannot be before the day of the call.")
    if day > first + FURTHEST:
        raise InvalidInput("last_day", f"A number is kept for {FURTHEST.days} days at most. Choose an earlier day.")


def check_slot(starts_at: dt.datetime, ends_at: dt.datetime, at: dt.datetime) -> None:
    """Whether a slot can be made for this time."""
    if starts_at <= at:
        raise InvalidInput("starts_at", "This has passed. Enter a time to come.")
    if not dt.timedelta() < ends_at - starts_at <= LONGEST_SLOT:
        raise InvalidInput("length", "A slot has up to four hours. Make more slots instead of a longer one.")


def check_offered(slot: Slot, taken: int, at: dt.datetime) -> None:
    """Whether one more call-back fits into this slot."""
    if slot.withdrawn_at is not None or slot.ends_at <= at:
        raise InvalidInput("when", "This time is not offered any more. Choose another.")
    if taken >= slot.capacity:
        raise InvalidInput("when", "This time has just been filled. Choose another.")
