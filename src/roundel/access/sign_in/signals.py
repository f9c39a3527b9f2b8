"""The events that allauth and Django send, written into the audit. The one place where signals are used."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.contrib.auth import signals as auth
from django.dispatch import receiver
from django.http import HttpRequest

from roundel.access import actions
from roundel.access.grants import Asker, load_asker
from roundel.access.models import User
from roundel.access.sign_in.codes import mark_spent
from roundel.audit.detail import Detail
from roundel.kernel import clock


@receiver(account.user_logged_in)
def signed_in(sender: Any, request: HttpRequest, user: User, **more: Any) -> None:
    """Both steps are done."""
    actions.note_sign_in(by=_who(user), at=clock.now(), event="access.sign_in.succeeded", user_id=user.pk)


@receiver(auth.user_logged_out)
def signed_out(sender: Any, request: HttpRequest, user: User | None, **more: Any) -> None:
    """By hand, or by the clock."""
    if user is None:
        return
    event = "access.sign_in.timed_out" if getattr(request, "timed_out", False) else "access.sign_in.out"
    actions.note_sign_in(by=_who(user), at=clock.now(), event=event, user_id=user.pk)


@receiver(account.password_changed)
@receiver(account.password_set)
def password_changed(sender: Any, request: HttpRequest, user: User, **more: Any) -> None:
    """By somebody who is signed in."""
    _note(user, "access.password.changed")


@receiver(account.password_reset)
def password_set_by_link(sender: Any, request: HttpRequest, user: User, **more: Any) -> None:
    """By the link in a letter."""
    _note(user, "access.password.set_by_link")


@receiver(mfa.authenticator_added)
def factor_added(sender: Any, request: HttpRequest, user: User, authenticator: Authenticator, **more: Any) -> None:
    """A second step was set up; the code that showed it is spent."""
    if authenticator.type == Authenticator.Type.TOTP:
        mark_spent(authenticator, getattr(request, "totp_step", 0))
    _note(user, "access.second_factor.added", {"type": str(authenticator.type)})


@receiver(mfa.authenticator_removed)
def factor_removed(sender: Any, request: HttpRequest, user: User, authenticator: Authenticator, **more: Any) -> None:
    """A second step was removed by its owner."""
    _note(user, "access.second_factor.removed", {"type": str(authenticator.type)})


@receiver(mfa.authenticator_reset)
def codes_made(sender: Any, request: HttpRequest, user: User, **more: Any) -> None:
    """New recovery codes; the old ones are void."""
    _note(user, "access.second_factor.codes_made")


@receiver(mfa.authenticator_used)
def factor_used(sender: Any, request: HttpRequest, user: User, authenticator: Authenticator, **more: Any) -> None:
    """A second step was given; which sort it was."""
    _note(user, "access.second_factor.used", {"type": str(authenticator.type)})


def _note(user: User, event: str, detail: Detail | None = None) -> None:
    actions.note_own(by=_who(user), at=clock.now(), event=event, detail=detail)


def _who(user: User) -> Asker:
    asker = load_asker(user.pk, at=clock.now())
    return asker if asker.user_id else Asker(user_id=user.pk, name=user.name)
