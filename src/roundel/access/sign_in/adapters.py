"""allauth's adapters: our words, our letters, sealed secrets, and nothing about where a request came from."""

from __future__ import annotations

import base64
import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context as allauth_context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from roundel.access import letters
from roundel.access.models import User
from roundel.kernel.crypto import seal, unseal

AAD = b"allauth.mfa.Authenticator"
RECENTLY = 5 * 60
CHANGES = {
    "account/email/password_changed": "The password of your account was changed.",
    "account/email/password_reset": "The password of your account was set by the link in an e-mail.",
    "mfa/email/totp_activated": "An authenticator app was added to your account.",
    "mfa/email/totp_deactivated": "The authenticator app was removed from your account.",
    "mfa/email/webauthn_added": "A passkey was added to your account.",
    "mfa/email/webauthn_removed": "A passkey was removed from your account.",
    "mfa/email/recovery_codes_generated": "New recovery codes were made for your account.",
}


def user_name(user: User) -> str:
    """What a person is called on the passkey's own dialogue."""
    return user.name


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in by e-mail address and password."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed. Ask an administrator."),
        "email_password_mismatch": _("The e-mail address or the password is not right."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_code": _("This code is not right, or was used already. Wait for the next one and try that."),
        "incorrect_password": _("This is not your password."),
        "too_many_login_attempts": _("There were too many attempts. Wait a few minutes and try again."),
        "rate_limited": _("There were too many attempts. Wait a few minutes and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by an administrator."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Nobody's address is looked at."""
        return ""

    def get_http_user_agent(self, request: HttpRequest) -> str:
        """Nobody's device is looked at."""
        return ""

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """The letter with the link, to the address that the account has."""
        site = self.request.build_absolute_uri("/")
        made = letters.new_password if user.has_usable_password() else letters.new_account
        letters.send_if_possible(made(user, site))

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell the person that something about signing in has changed."""
        if template_prefix in CHANGES:
            letters.send_if_possible(letters.changed(user, CHANGES[template_prefix]))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Every session has ended: sign in with the new password."""
        return reverse("account_login")

    def reauthenticate(self, user: User, password: str) -> bool:
        """Whether this is the password of the person who is signed in; a wrong one counts towards the lock."""
        found = self.authenticate(self.request or allauth_context.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """A password or code given in the last five minutes is enough, at sign-in too."""
        request = self.request or allauth_context.request
        records = get_authentication_records(request, request.user)
        return not any(time.time() - record["at"] < RECENTLY for record in records)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The other ways to show who you are, in our words."""
        words = {
            "reauthenticate": _("Use your password"),
            "mfa_reauthenticate": _("Use a code from your app, or a recovery code"),
            "mfa_reauthenticate:webauthn": _("Use a passkey"),
        }
        methods = super().get_reauthentication_methods(user)
        return [method | {"description": words.get(method["id"], method["description"])} for method in methods]


class MFAAdapter(DefaultMFAAdapter):
    """The second step: secrets are sealed, and the last one cannot be removed."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _(
            "This is your only second step of signing in. Add another one first, then you can remove this."
        ),
        "cannot_generate_recovery_codes": _("Set up an authenticator app or a passkey first."),
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
    }

    def encrypt(self, text: str) -> str:
        """Sealed, as text for allauth's column."""
        return base64.b64encode(seal(text.encode(), aad=AAD, family="identity")).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """What ``encrypt`` sealed."""
        return unseal(base64.b64decode(encrypted_text), aad=AAD, family="identity").decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Everybody keeps a second step: the last one stays until there is another."""
        others = Authenticator.objects.filter(user_id=authenticator.user_id).exclude(pk=authenticator.pk)
        return bool(others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists())

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002 - allauth's name
        """What a passkey is called until its owner calls it something else."""
        return f"Passkey {Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1}"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The name on the passkey's own dialogue is neutral, as everywhere."""
        return {**super().get_public_key_credential_rp_entity(), "name": "Roundel"}
