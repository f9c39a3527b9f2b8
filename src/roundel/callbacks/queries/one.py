"""One call-back: its page, its calling page, its place in the queue. Only the calling page ever opens the number."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from roundel.access import scopes
from roundel.access.grants import Asker
from roundel.audit import actions as audit
from roundel.callbacks import numbers, rules, sources, timing
from roundel.callbacks.booking import INTRODUCTION, MESSAGES
from roundel.callbacks.enums import OPEN, TRIED, Message, State
from roundel.callbacks.models import Attempt, CallBack
from roundel.callbacks.order import is_calling, is_waiting, stands_before
from roundel.callbacks.timing import Window
from roundel.kernel.working_time import office

PEOPLE = ("slot", "caller", "booked_by", "tried_by", "calling_by", "ended_by")
WAY = ("number", "ask_for", "introduce_as", "pass_phrase")


def visible_to(asker: Asker) -> QuerySet[CallBack]:
    """The call-backs that the asker may see, without what says how the person is reached."""
    return scopes.visible(asker, rules.KIND, CallBack.objects.defer(*WAY))


def get_call_back(asker: Asker, reference: str) -> CallBack:
    """The call-back with this reference, or a refusal."""
    found = CallBack.objects.defer(*WAY).select_related(*PEOPLE)
    return scopes.get_visible(asker, rules.KIND, found, reference=reference)


@dataclass(frozen=True)
class Place:
    """What may be told to the person who waits: how many come before, when it is likely, in which safe time."""

    before: int
    likely_at: dt.datetime | None
    window: Window | None
    in_slot: bool


def place_of(asker: Asker, call_back: CallBack, at: dt.datetime) -> Place:
    """The place of a call-back that waits: reckoned with twenty minutes a call, and never outside its safe time."""
    window = rules.safe_window(call_back, at, office())
    before = visible_to(asker).filter(_ahead(call_back, at)).exclude(pk=call_back.pk).count()
    if window is None or call_back.slot_id:
        return Place(before, window[0] if window else None, window, call_back.slot_id is not None)
    then = office().due(at, before * timing.A_CALL)  # its own safe time is looked for from there
    likely = rules.safe_window(call_back, then, office())
    return Place(before, likely[0] if likely else None, window, False)


def _ahead(call_back: CallBack, at: dt.datetime) -> Q:
    """In the same slot those booked earlier; without a slot all that are taken first and can be called by then."""
    if call_back.slot_id:
        return Q(slot=call_back.slot_id, state__in=OPEN, booked_at__lt=call_back.booked_at)
    from_now = Q(opens_at__lte=max(at, call_back.opens_at))
    return is_calling(at) | (is_waiting(at) & from_now & stands_before(call_back, at))


@dataclass(frozen=True)
class CallBackPage:
    """Everything on the page of a call-back. Nothing in it says how the person is reached."""

    call_back: CallBack
    standing: State
    attempts: list[Attempt]
    place: Place | None
    safe_now: bool
    source_page: str
    result_page: str


def read_call_back(asker: Asker, *, at: dt.datetime, reference: str) -> CallBackPage:
    """The page of a call-back; the look is recorded. Queries do not grow with its attempts."""
    call_back = get_call_back(asker, reference)
    waits = rules.standing(call_back, at) == State.WAITING
    page = CallBackPage(
        call_back=call_back,
        standing=rules.standing(call_back, at),
        attempts=list(call_back.attempts.select_related("made_by").order_by("-began_at", "-id")),
        place=place_of(asker, call_back, at) if waits else None,
        safe_now=waits and rules.is_safe_now(call_back, at, office()),
        source_page=sources.page_of(asker, call_back.source_reference),
        result_page=sources.page_of(asker, call_back.result_reference),
    )
    _note_look(asker, at, call_back, "read")
    return page


def last_attempt(call_back: CallBack) -> Attempt | None:
    """What came of the last attempt at a call-back that the asker may see."""
    return call_back.attempts.filter(outcome__in=TRIED).order_by("-began_at", "-id").first()


@dataclass(frozen=True)
class Calling:
    """What the one who calls has before him. Without a number, ``why_not`` says why it is not shown."""

    call_back: CallBack
    number: str
    why_not: str
    until: dt.datetime
    window: Window | None
    introduce_as: str
    ask_for: str
    pass_phrase: str
    has_pass_phrase: bool
    message: str

    def __repr__(self) -> str:
        return f"Calling({self.call_back})"


def read_calling(asker: Asker, *, at: dt.datetime, reference: str) -> Calling:
    """The calling page: the number and how to call, for the one who began the call, within the safe time.

    Each time the number is shown is a look of its own. Refused to everybody else.
    """
    call_back = scopes.get_visible(asker, rules.KIND, CallBack.objects.select_related(*PEOPLE), reference=reference)
    rules.check_claims(asker, call_back)
    shown = rules.may_see_number(asker, call_back, at, office())
    seen = _calling(call_back, at, shown=shown)
    _note_look(asker, at, call_back, "number_shown" if shown else "read")
    return seen


def _calling(call_back: CallBack, at: dt.datetime, *, shown: bool) -> Calling:
    way = {name: (getattr(call_back, name) or "") if shown else "" for name in WAY}
    left = rules.is_left(call_back, at)
    return Calling(
        call_back=call_back,
        number=numbers.shown(way["number"]) if shown else "",
        why_not="" if shown else _why_not(left=left),
        until=(call_back.calling_at or at) + timing.CLAIM,
        window=rules.safe_window(call_back, at, office()),
        introduce_as=way["introduce_as"] or INTRODUCTION,
        ask_for=way["ask_for"],
        pass_phrase=way["pass_phrase"],
        has_pass_phrase=call_back.pass_phrase is not None,
        message=MESSAGES[Message(call_back.message)],
    )


def _why_not(*, left: bool) -> str:
    if left:
        return (
            "You began this call more than fifteen minutes ago. Note what came of it, or put it back and begin again."
        )
    return "The safe time is over, so the number is not shown any more. Note what came of the call, or put it back."


def _note_look(asker: Asker, at: dt.datetime, call_back: CallBack, event: str) -> None:
    audit.record_look(
        by=asker,
        at=at,
        event=f"callbacks.call_back.{event}",
        kind=rules.KIND,
        object_id=call_back.pk,
        reference=call_back.reference,
    )
