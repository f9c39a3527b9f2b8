"""Making, closing and mending accounts: an administrator's work, never on his own account."""

from __future__ import annotations

import datetime as dt
import uuid

from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from roundel.access import letters, rules
from roundel.access.grants import Asker
from roundel.access.models import SignInFailure, User
from roundel.audit.actions import record
from roundel.kernel.errors import InvalidInput, NotFound, Refused

KIND = "access.account"
LONGEST_ADDRESS = 254  # as the column; RFC 5321 allows no more
WRONG_ADDRESS = "Enter an e-mail address, like name@example.org."


@transaction.atomic
def make_account(*, by: Asker, at: dt.datetime, name: str, email: str, site: str) -> User:
    """Make an account without a password, and send its owner the link to set one. ``site`` begins the link."""
    rules.check_may_manage(by)
    name, email = " ".join(name.split()), _address(email)
    if not name:
        raise InvalidInput("name", "Enter the person's name.")
    if User.objects.filter(email=email).exists():
        raise InvalidInput("email", "There is an account with this e-mail address already.")
    user = User(name=name, email=email, created_at=at)
    user.set_unusable_password()
    user.save(force_insert=True)
    record(by=by, at=at, event="access.account.made", kind=KIND, object_id=user.pk)
    _send_after_commit(letters.new_account(user, site))
    return user


@transaction.atomic
def invite(*, by: Asker, at: dt.datetime, user_id: uuid.UUID, site: str) -> None:
    """Send the link to set a password once more, to somebody who has not used it yet."""
    rules.check_may_change(by, user_id)
    user = _locked(user_id)
    if user.has_usable_password():
        raise Refused("This person has set a password. A forgotten one is replaced from the sign-in page.")
    if not user.is_active:
        raise Refused("This account is closed. Reopen it first.")
    record(by=by, at=at, event="access.account.invited", kind=KIND, object_id=user_id)
    _send_after_commit(letters.new_account(user, site))


@transaction.atomic
def close_account(*, by: Asker, at: dt.datetime, user_id: uuid.UUID, reason: str) -> None:
    """Close an account: its sessions end at once, and nobody can sign in to it. Its roles stay recorded."""
    rules.check_may_change(by, user_id)
    told = rules.check_reason(reason)
    user = _locked(user_id)
    if not user.is_active:
        raise Refused("This account is closed already.")
    user.is_active = False
    _end_sessions(user)
    record(by=by, at=at, event="access.account.closed", kind=KIND, object_id=user_id, reason=told)


@transaction.atomic
def reopen_account(*, by: Asker, at: dt.datetime, user_id: uuid.UUID, reason: str) -> None:
    """Open a closed account again, with the roles that it still holds."""
    rules.check_may_change(by, user_id)
    told = rules.check_reason(reason)
    user = _locked(user_id)
    if user.is_active:
        raise Refused("This account is open already.")
    user.is_active = True
    user.save(update_fields=["is_active"])
    record(by=by, at=at, event="access.account.reopened", kind=KIND, object_id=user_id, reason=told)


@transaction.atomic
def take_away_second_factor(*, by: Asker, at: dt.datetime, user_id: uuid.UUID, reason: str, site: str) -> None:
    """Take away password and second step of somebody who lost the latter, and send a link to set up both anew.

    The password goes as well: otherwise whoever knew it could set up a second step of his own.
    """
    rules.check_may_change(by, user_id)
    told = rules.check_reason(reason)
    user = _locked(user_id)
    Authenticator.objects.filter(user_id=user_id).delete()
    user.set_unusable_password()
    _end_sessions(user)
    record(by=by, at=at, event="access.second_factor.taken_away", kind=KIND, object_id=user_id, reason=told)
    _send_after_commit(letters.second_factor_taken_away(user, site))


@transaction.atomic
def unlock(*, by: Asker, at: dt.datetime, user_id: uuid.UUID) -> None:
    """Let somebody sign in again before the lock ends by itself."""
    rules.check_may_change(by, user_id)
    ended, _ = SignInFailure.objects.filter(user_id=user_id).delete()
    if not ended:
        raise Refused("This account is not locked.")
    record(by=by, at=at, event="access.account.unlocked", kind=KIND, object_id=user_id)


def _address(email: str) -> str:
    folded = email.strip().lower()
    try:
        validate_email(folded)
    except ValidationError:
        raise InvalidInput("email", WRONG_ADDRESS) from None
    if len(folded) > LONGEST_ADDRESS:
        raise InvalidInput("email", WRONG_ADDRESS)
    return folded


def _locked(user_id: uuid.UUID) -> User:
    user = User.objects.select_for_update().filter(pk=user_id).first()
    if user is None:
        raise NotFound
    return user


def _end_sessions(user: User) -> None:
    user.sessions_epoch += 1
    user.save(update_fields=["is_active", "password", "sessions_epoch"])


def _send_after_commit(letter: letters.Letter) -> None:
    transaction.on_commit(lambda: letters.send(letter))
