"""Issuing, recognising and replacing caller codes.

A code identifies a thread, not a person. Whoever knows it learns that it is valid and when it was last
used, and staff learn the alias. It opens no notes: they are never read back to a voice with a code.

The derivation is slow by intent and is done before the transaction begins, so that it never holds a
lock; the public actions are therefore not atomic as a whole, and each does its writing in one
transaction with its event.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from django.db import IntegrityError, transaction

from roundel.access.grants import Asker
from roundel.audit.actions import Actor, record
from roundel.correspondence.aliases import alias_code, random_alias
from roundel.correspondence.codes import new_code, normalise
from roundel.correspondence.derivation import Derived, derive, unwrap_key, wrap_new_key
from roundel.correspondence.models import Caller, CodeAttempts
from roundel.correspondence.queries import attempts_of, get_caller
from roundel.correspondence.rules import (
    KIND,
    LONGEST_WINDOW,
    Limit,
    check_attempts,
    check_may_use_codes,
    check_reason,
    desk_limit,
)
from roundel.kernel.ids import new_id

DRAWS = 40
RACES = 3


class Issued(NamedTuple):
    """A caller and the code just made, which is shown once and kept nowhere."""

    caller: Caller
    code: str

    def __repr__(self) -> str:
        return f"Issued({self.caller}, <code>)"


@dataclass(frozen=True)
class Recognised:
    """The caller a code belongs to, and when the code was last used before now (None: never)."""

    caller: Caller
    last_used_at: dt.datetime | None


@dataclass(frozen=True)
class NotRecognised:
    """A code that belongs to nobody. ``mistyped``: it cannot be a code at all, so a digit was misheard."""

    mistyped: bool
    attempts_left: int

    @property
    def message(self) -> str:
        """What to say."""
        if self.mistyped:
            return "This is not a complete code, or a digit is wrong. Read it back in groups of four and try again."
        return "There is no caller with this code."


def issue_code(*, by: Asker, at: dt.datetime) -> Issued:
    """A new anonymous caller with an alias and a code. The code is in the answer and nowhere else."""
    check_may_use_codes(by)
    code = new_code()
    derived = derive(code)
    with transaction.atomic():
        caller = _create_caller(derived, by, at)
        _record(by, at, "correspondence.code.issued", caller)
    return Issued(caller, code)


def recognise(*, code: str, by: Asker, at: dt.datetime, as_use: bool = True) -> Recognised | NotRecognised:
    """Whose code this is. ``code`` is what was typed.

    ``as_use=False``: staff look for the caller's records, and the caller is not in touch, so that "last
    used", which callers are told, stays as it is.

    Right, wrong and mistyped codes cost the same one derivation. Raises TooManyCodes (a Refused) after
    ten wrong ones in ten minutes by the same member of staff, even if this one were right.
    """
    check_may_use_codes(by)
    limit = desk_limit(by)
    check_attempts(limit, attempts_of(limit), at)
    digits = normalise(code)
    derived = derive(digits)
    with transaction.atomic():
        # Looked at again under a lock: otherwise codes tried at the same moment would all be answered.
        attempts = _lock_attempts(limit, at)
        check_attempts(limit, attempts, at)
        caller = Caller.objects.select_for_update().filter(lookup=derived.lookup).first() if digits else None
        if caller is None:
            return _not_recognised(limit, attempts, mistyped=digits is None, by=by, at=at)
        return _recognised(caller, derived, by, at) if as_use else _looked_up(caller, derived, by, at)


def replace_code(*, caller: Caller, reason: str, by: Asker, at: dt.datetime) -> Issued:
    """A new code for the same caller, who asked for it; the old one stops. The reason is recorded.

    The caller's key is made anew as well: without the old code nobody can open it.
    """
    check_may_use_codes(by)
    check_reason(reason)
    get_caller(by, caller.pk)
    code = new_code()
    derived = derive(code)
    with transaction.atomic():
        locked = Caller.objects.select_for_update().get(pk=caller.pk)
        locked.lookup, locked.wrapped_key = derived.lookup, wrap_new_key(derived, locked.pk)
        locked.code_issued_at = at
        locked.save(update_fields=["lookup", "wrapped_key", "code_issued_at"])
        _record(by, at, "correspondence.code.replaced", locked, reason=reason)
    return Issued(locked, code)


@transaction.atomic
def forget_passed_attempts(*, by: Actor, at: dt.datetime) -> int:
    """Remove the counts of wrong codes whose time has passed; how many. The wrong codes themselves were events."""
    removed, _ = CodeAttempts.objects.filter(window_start__lt=at - LONGEST_WINDOW).delete()
    return removed


def _create_caller(derived: Derived, by: Asker, at: dt.datetime) -> Caller:
    """Save a new caller; another alias is drawn if somebody took the first in the same moment."""
    caller_id = new_id()
    for attempt in range(1, RACES + 1):
        caller = Caller(
            id=caller_id,
            alias=_free_alias(),
            lookup=derived.lookup,
            wrapped_key=wrap_new_key(derived, caller_id),
            created_at=at,
            created_by_id=by.user_id,
            code_issued_at=at,
        )
        try:
            with transaction.atomic():
                caller.save(force_insert=True)
        except IntegrityError:
            if attempt == RACES:
                raise
        else:
            return caller
    raise AssertionError("unreachable")  # pragma: no cover


def _free_alias() -> str:
    """An alias nobody has. Even with 500,000 callers one in six draws is free."""
    while True:
        drawn = [random_alias() for _ in range(DRAWS)]
        taken = set(Caller.objects.filter(alias__in=drawn).values_list("alias", flat=True))
        free = [alias for alias in drawn if alias not in taken]
        if free:
            return free[0]


def _lock_attempts(limit: Limit, at: dt.datetime) -> CodeAttempts:
    CodeAttempts.objects.get_or_create(bucket=limit.bucket, defaults={"window_start": at})
    return CodeAttempts.objects.select_for_update().get(bucket=limit.bucket)


def _recognised(caller: Caller, derived: Derived, by: Asker, at: dt.datetime) -> Recognised:
    unwrap_key(derived, caller.wrapped_key, caller.pk)  # the proof: Tampered if the row was changed by hand
    before, caller.last_used_at = caller.last_used_at, at
    caller.save(update_fields=["last_used_at"])
    _record(by, at, "correspondence.code.recognised", caller)
    return Recognised(caller, before)


def _looked_up(caller: Caller, derived: Derived, by: Asker, at: dt.datetime) -> Recognised:
    unwrap_key(derived, caller.wrapped_key, caller.pk)
    _record(by, at, "correspondence.code.looked_up", caller)
    return Recognised(caller, caller.last_used_at)


def _not_recognised(
    limit: Limit, attempts: CodeAttempts, *, mistyped: bool, by: Asker, at: dt.datetime
) -> NotRecognised:
    if at >= attempts.window_start + limit.window:
        attempts.window_start, attempts.wrong = at, 0
    attempts.wrong += 1
    attempts.save(update_fields=["window_start", "wrong"])
    left = limit.wrong - attempts.wrong
    detail = {"mistyped": mistyped, "attempts_left": left}
    record(by=by, at=at, event="correspondence.code.not_recognised", kind=KIND, detail=detail)
    return NotRecognised(mistyped=mistyped, attempts_left=left)


def _record(by: Asker, at: dt.datetime, event: str, caller: Caller, reason: str = "") -> None:
    reference = alias_code(caller.alias)
    record(by=by, at=at, event=event, kind=KIND, object_id=caller.pk, reference=reference, reason=reason)
