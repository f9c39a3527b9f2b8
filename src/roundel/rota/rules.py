"""Who may do what on the rota. Pure: over the asker and loaded objects, no queries, no clock."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType

from django.db.models import Q

from roundel.access import scopes
from roundel.access.grants import Asker
from roundel.kernel.errors import InvalidInput, Refused
from roundel.kernel.texts import check_choice
from roundel.rota import hours, moments
from roundel.rota.enums import Duty
from roundel.rota.hours import Stretch
from roundel.rota.models import Break, CoverRequest, Shift, Signing
from roundel.rota.planned import Pattern, Planned
from roundel.rota.states import SHIFT

KIND = "rota.shift"
VIEW, SIGN_UP, MANAGE, BOARD = "rota.view", "rota.sign_up", "rota.manage", "desk.view_board"
# Which roles take which duty.
TAKE: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        Duty.LINE: frozenset({"practitioner", "supervisor"}),
        Duty.SUPERVISOR: frozenset({"supervisor"}),
        Duty.LEAD: frozenset({"safeguarding_lead"}),
    }
)
# Whoever steps down later than this leaves colleagues without time to find somebody: then it goes by cover.
STEP_DOWN_UNTIL = dt.timedelta(hours=48)
# Eleven hours of rest leave thirteen in a day. On call one may be for a day.
LONGEST: Mapping[str, dt.timedelta] = MappingProxyType(
    {
        Duty.LINE: dt.timedelta(hours=13),
        Duty.SUPERVISOR: dt.timedelta(hours=13),
        Duty.LEAD: dt.timedelta(hours=25),  # a day, also when the clocks go back in it
    }
)
MOST_NEEDED, MOST_WEEKS, LONGEST_NOTE = 50, 26, 500
LONGEST_BREAK = 120
FARTHEST = dt.timedelta(days=366)


def visible_shifts(asker: Asker) -> Q | None:
    """The rota is open, whole, to those who work by it."""
    return Q() if asker.may(VIEW) else None


scopes.register(scopes.Scope(KIND, visible_shifts, knows=VIEW))


def check_may_view(asker: Asker) -> None:
    """Whether the asker sees the rota."""
    asker.require(VIEW, "Your role does not include the rota.")


def check_may_manage(asker: Asker) -> None:
    """Whether the asker makes shifts and puts people on them."""
    asker.require(MANAGE, "Only those who manage the rota can do this.")


def check_plan(planned: Planned, at: dt.datetime) -> None:
    """Whether such a shift can be."""
    check_choice("duty", planned.duty, Duty.values, "Choose what the shift is for.")
    check_needed(planned.needed)
    starts_at, ends_at = planned.span()
    if not moments.exists(planned.day, planned.begins):
        raise InvalidInput("begins", "The clocks go forward that night, and this time does not come. Choose another.")
    if starts_at <= at:
        raise InvalidInput("day", "This is in the past. Choose a shift that is to come.")
    if starts_at - at > FARTHEST:
        raise InvalidInput("day", "That is more than a year from now. Choose an earlier day.")
    _check_length(planned.duty, ends_at - starts_at, planned.break_minutes)


def check_needed(needed: int) -> None:
    """Whether so many people can be needed."""
    if not 1 <= needed <= MOST_NEEDED:
        raise InvalidInput("needed", f"Enter how many people are needed: from 1 to {MOST_NEEDED}.")


def check_pattern(pattern: Pattern) -> None:
    """Whether such a pattern can be; its days are judged one by one."""
    if not 1 <= pattern.weeks <= MOST_WEEKS:
        raise InvalidInput("weeks", f"Enter for how many weeks: from 1 to {MOST_WEEKS}.")
    if not pattern.weekdays:
        raise InvalidInput("weekdays", "Choose at least one day of the week.")


def check_some_days(days: Collection[dt.date], pattern: Pattern) -> None:
    """Whether days were chosen, and only days of the pattern."""
    if not days:
        raise InvalidInput("days", "Choose at least one day.")
    if set(days) - set(pattern.days()):
        raise InvalidInput("days", "One of these days is not of this pattern. Go back and begin again.")


def check_open(shift: Shift, at: dt.datetime) -> None:
    """Whether a shift can still be changed: it is not over, and not cancelled."""
    if shift.cancelled_at is not None:
        raise Refused("This shift was cancelled.")
    if shift.ends_at <= at:
        raise Refused("This shift is over.")


def check_may_change(asker: Asker, shift: Shift, at: dt.datetime) -> None:
    """Whether the asker may change how many people a shift needs, and its note."""
    check_may_manage(asker)
    check_open(shift, at)


def check_enough(needed: int, standing: int) -> None:
    """Whether a shift can need fewer people: not fewer than are down for it."""
    if needed < standing:
        raise InvalidInput("needed", f"{standing} people are down for this shift. Take somebody off first.")


def check_may_cancel(asker: Asker, shift: Shift, at: dt.datetime, reason: str) -> None:
    """Whether the asker may cancel this shift."""
    check_may_manage(asker)
    SHIFT.check(shift.state, "cancel", reason=reason)
    check_open(shift, at)


def check_may_sign_up(asker: Asker) -> None:
    """Whether the asker signs up for shifts."""
    asker.require(SIGN_UP, "Your role does not include signing up for shifts.")


def takes(roles: Collection[str], duty: str) -> bool:
    """Whether somebody with these roles takes this duty."""
    return not TAKE.get(duty, frozenset()).isdisjoint(roles)


def check_takes(roles: Collection[str], shift: Shift, *, field: str = "") -> None:
    """Whether somebody with these roles (at the time of the shift) takes its duty."""
    if takes(roles, shift.duty):
        return
    words = f"{Duty(shift.duty).label}: this needs another role at the time of the shift."
    raise InvalidInput(field, words) if field else Refused(words)


def check_room(shift: Shift, standing: int) -> None:
    """Whether the shift still needs somebody."""
    if standing >= shift.needed:
        raise Refused("Somebody else was quicker: nobody more is needed for this shift.")


def check_free(others: Iterable[Stretch], shift: Shift, *, who: str = "") -> None:
    """Whether a person is free at the time of a shift: nobody is in two places at once."""
    clash = hours.overlapping(others, stretch_of(shift))
    if clash is None:
        return
    whose = f"{who} has" if who else "You have"
    raise Refused(f"{whose} another shift at that time: {Duty(clash.duty).label.lower()}.")


def stretch_of(shift: Shift) -> Stretch:
    """A whole shift as a stretch of time."""
    return Stretch(shift.duty, shift.starts_at, shift.ends_at, shift.break_minutes)


def stretch_on(signing: Signing, shift: Shift) -> Stretch | None:
    """What somebody was on for: from when he put himself down, until he was no longer; None if he never was."""
    begins = max(shift.starts_at, signing.signed_at)
    ends = min(shift.ends_at, signing.ended_at or shift.ends_at)
    if ends <= begins:
        return None
    whole = (begins, ends) == (shift.starts_at, shift.ends_at)
    return Stretch(shift.duty, begins, ends, shift.break_minutes if whole else 0)


def can_step_down(shift: Shift, at: dt.datetime) -> bool:
    """Whether one may still step down without somebody to take over."""
    return shift.starts_at - at >= STEP_DOWN_UNTIL


def check_may_step_down(shift: Shift, at: dt.datetime) -> None:
    """Whether one may step down: until two days before the shift; after that by cover only."""
    check_open(shift, at)
    if not can_step_down(shift, at):
        raise Refused("It is less than 48 hours until this shift. Ask for cover, or speak with a supervisor.")


def check_own(asker: Asker, signing: Signing) -> None:
    """Whether this place is the asker's own."""
    if signing.user_id != asker.user_id:
        raise Refused("This is somebody else's place on the rota.")


def check_may_take_cover(asker: Asker, signing: Signing) -> None:
    """Whether the asker may take over this place: it is somebody else's."""
    check_may_sign_up(asker)
    if signing.user_id == asker.user_id:
        raise Refused("You cannot cover your own shift. If you do not need cover after all, say so.")


def may_read_why(asker: Asker, cover: CoverRequest, whose: uuid.UUID) -> bool:
    """Whether the asker reads why cover was asked for: whoever asked, and those who manage the rota."""
    return cover.reason is not None and (asker.user_id == whose or asker.may(MANAGE))


def may_read_ended(asker: Asker, place: Signing) -> bool:
    """Whether the asker reads that and why somebody is no longer down for a shift."""
    return place.user_id == asker.user_id or asker.may(MANAGE)


def check_on_now(shift: Shift, at: dt.datetime) -> None:
    """Whether the shift is going on: breaks are taken in it, not before and not after."""
    if shift.cancelled_at is not None or not shift.starts_at <= at < shift.ends_at:
        raise Refused("This shift is not going on now.")


def check_may_begin_break(shift: Shift, open_break: Break | None, at: dt.datetime) -> None:
    """Whether somebody who is on may begin a break."""
    check_on_now(shift, at)
    if open_break is not None:
        raise Refused("You are on a break already.")


def _check_length(duty: str, length: dt.timedelta, break_minutes: int) -> None:
    if length > LONGEST[duty]:
        most = "a day" if duty == Duty.LEAD else "13 hours"
        raise InvalidInput("ends", f"A shift of this duty can last {most} at most. Make two of it.")
    if not 0 <= break_minutes <= LONGEST_BREAK or dt.timedelta(minutes=break_minutes) >= length:
        raise InvalidInput("break_minutes", f"Enter a break of 0 to {LONGEST_BREAK} minutes.")
    if duty != Duty.LEAD and length > hours.WITHOUT_BREAK and break_minutes < hours.SHORTEST_BREAK:
        raise InvalidInput(
            "break_minutes", f"A shift of more than six hours needs a break of {hours.SHORTEST_BREAK} minutes or more."
        )
