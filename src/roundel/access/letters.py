"""The e-mails that staff get about their accounts. Subjects and text say nothing about the service.

They hold no network address and no description of a device: we do not have them.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.urls import reverse

from roundel.access.models import User
from roundel.kernel.errors import RoundelError

SUBJECT = "Your account"
log = logging.getLogger("roundel.access")


class NotSentError(RoundelError):
    """The mail server could not be reached; what the letter tells of has happened all the same."""


@dataclass(frozen=True)
class Letter:
    """One e-mail, ready to go."""

    to: str
    body: str


def link_to_set_password(user: User, site: str) -> str:
    """The address at which this user, and nobody else, sets a password; it works once, for three days."""
    key = default_token_generator.make_token(user)
    return site.rstrip("/") + reverse("account_reset_password_from_key", kwargs={"uidb36": user.pk.hex, "key": key})


def new_account(user: User, site: str) -> Letter:
    """The first letter: set a password, then a second step."""
    return _letter(
        user,
        "An account has been made for you.",
        f"Choose a password here. The link works once, for three days:\n\n{link_to_set_password(user, site)}",
        "After that you set up the second step of signing in. Have your telephone at hand.",
    )


def new_password(user: User, site: str) -> Letter:
    """Somebody, probably the user, said that the password is forgotten."""
    return _letter(
        user,
        f"Choose a new password here. The link works once, for three days:\n\n{link_to_set_password(user, site)}",
        "If you did not ask for this, you need not do anything: your password stays as it is.",
    )


def second_factor_taken_away(user: User, site: str) -> Letter:
    """An administrator has reset the second step."""
    return _letter(
        user,
        "An administrator has reset the second step of signing in to your account, and with it the password.",
        f"Set up both again here. The link works once, for three days:\n\n{link_to_set_password(user, site)}",
        "If you did not ask an administrator to do this, tell one now, by telephone or in person.",
    )


def changed(user: User, what: str) -> Letter:
    """Something about signing in has changed; ``what`` is a sentence."""
    return _letter(user, what, "If this was not you, tell an administrator now, by telephone or in person.")


def send(letter: Letter) -> None:
    """Send it; NotSentError if the mail server cannot be reached."""
    message = EmailMessage(SUBJECT, letter.body, settings.DEFAULT_FROM_EMAIL, [letter.to])
    try:
        message.send()
    except OSError as error:  # smtplib's errors are OSErrors too
        log.error("a letter to a member of staff could not be sent: %s", type(error).__name__)
        raise NotSentError from error


def send_if_possible(letter: Letter) -> None:
    """Send it where nobody may learn from the answer whether there was anybody to send it to."""
    with suppress(NotSentError):
        send(letter)


def _letter(user: User, *paragraphs: str) -> Letter:
    return Letter(user.email, "\n\n".join((f"Hello {user.name},", *paragraphs)) + "\n")
