"""Who may change accounts, roles and grants. Pure: over the asker and loaded values, no queries, no clock."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection

from roundel.access.grants import Asker
from roundel.access.roles import ROLES, kept_apart
from roundel.kernel.errors import InvalidInput, Refused

MANAGE = "access.manage_users"
BREAK_GLASS = "access.break_glass"
REVIEW = "access.review_break_glass"
BOARD = frozenset({"desk.view_board"})

# Five wrong attempts close an account for a quarter of an hour; enough to stop guessing, short enough for a
# practitioner whose account somebody else tried to guess.
LOCK_AFTER = 5
LOCK_FOR = dt.timedelta(minutes=15)
EMERGENCY_LASTS = dt.timedelta(minutes=60)
REVIEW_WITHIN = dt.timedelta(days=3)
FEWEST_WORDS = 4


def sees_only_the_board(asker: Asker) -> bool:
    """Whether this is the account of a screen on the wall, to which nothing but the board is open."""
    return asker.permissions == BOARD


def check_may_manage(asker: Asker) -> None:
    """Whether the asker makes accounts and gives roles."""
    asker.require(MANAGE, "Only an administrator can see and change accounts.")


def check_may_change(asker: Asker, user_id: uuid.UUID) -> None:
    """Whether the asker may change this account: an administrator, and not his own."""
    check_may_manage(asker)
    if asker.user_id == user_id:
        raise Refused("Nobody changes their own account or roles. Ask another administrator.")


def check_role_fits(role: str, held: Collection[str]) -> None:
    """Whether this role may be held beside those held already (now or from a later day)."""
    if role not in ROLES:
        raise InvalidInput("role", "Choose a role from the list.")
    if role in held:
        raise InvalidInput("role", "This person holds that role already.")
    for other in held:
        why = kept_apart(role, other)
        if why:
            names = sorted((ROLES[role].name, ROLES[other].name))
            raise InvalidInput("role", f"{names[0]} and {names[1].lower()} cannot be one person: {why}")


def check_begins(day: dt.date, today: dt.date) -> None:
    """Whether a role may begin on this day: today or later, as nobody had it yesterday."""
    if day < today:
        raise InvalidInput("from_day", "A role cannot begin in the past. Choose today or a later day.")
    if day > today + dt.timedelta(days=366):
        raise InvalidInput("from_day", "A role can begin at most a year from now.")


def check_may_break_glass(asker: Asker) -> None:
    """Whether the asker may open closed records in an emergency."""
    asker.require(BREAK_GLASS, "Your role does not include emergency access.")


def check_reason(reason: str, field: str = "reason") -> str:
    """The reason, if it says something; a word or two do not."""
    told = " ".join(reason.split())
    if len(told.split()) < FEWEST_WORDS or len(told) < 15:
        raise InvalidInput(field, "Say in a sentence why. Somebody else will read it.")
    return reason.strip()


def check_may_review(asker: Asker, opened_by: uuid.UUID) -> None:
    """Whether the asker may review an emergency access: by role, and not his own."""
    asker.require(REVIEW, "Only a supervisor or the safeguarding lead reviews emergency access.")
    if asker.user_id == opened_by:
        raise Refused("Somebody else must review your own emergency access.")


def failures_after(failures: int, last_at: dt.datetime, at: dt.datetime) -> int:
    """How many failures count at this moment, the new one included; old ones are forgotten."""
    return 1 if at - last_at > LOCK_FOR else failures + 1


def locks_until(failures: int, at: dt.datetime) -> dt.datetime | None:
    """Until when so many failures lock an account."""
    return at + LOCK_FOR if failures >= LOCK_AFTER else None
