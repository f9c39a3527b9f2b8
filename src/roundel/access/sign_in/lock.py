"""The lock-out: by account, never by network address. django-axes calls us; its own tables stay empty."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from axes.handlers.base import AxesHandler
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone

from roundel.access import actions, queries
from roundel.access.grants import system
from roundel.access.models import User
from roundel.kernel import clock

STRANGER = system("somebody at the sign-in page")


def no_address(request: HttpRequest) -> None:
    """What axes is told when it asks where a request comes from."""


def nobody_described(*details: Any) -> str:
    """What axes is told when it wants to describe a visitor in a log."""
    return "a visitor"


class AccountHandler(AxesHandler):
    """Counts failures of an account in our own table."""

    def is_allowed(self, request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> bool:
        """Whether this address may try a password now."""
        email = _email(credentials)
        return not email or queries.locked_until(email, clock.now()) is None

    def user_login_failed(
        self, sender: Any, credentials: Mapping[str, Any], request: HttpRequest | None = None, **more: Any
    ) -> None:
        """A password was wrong, or there is no such account: the same is done in both cases."""
        email = _email(credentials)
        if email:
            actions.count_failure(by=STRANGER, at=clock.now(), email=email, step="password")

    def user_logged_in(self, sender: Any, request: HttpRequest, user: User, **more: Any) -> None:
        """Both steps were right."""
        actions.forget_failures(by=STRANGER, at=clock.now(), email=user.email)


def refuse_while_locked(email: str) -> None:
    """Raise the sentence that says when to try again, in the same words whether or not there is an account."""
    until = queries.locked_until(email, clock.now())
    if until is not None:
        local = timezone.localtime(until)
        when = f"{local:%I:%M}".lstrip("0") + f"{local:%p}".lower()
        raise ValidationError(
            f"There were too many attempts with this e-mail address. You can try again at {when}, "
            "or ask an administrator.",
            code="locked",
        )


def _email(credentials: Mapping[str, Any] | None) -> str:
    given = credentials or {}
    return str(given.get("email") or given.get("username") or "")
