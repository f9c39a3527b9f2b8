"""allauth's forms in our words, with our lock-out and our way of taking codes."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account_forms
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from allauth.mfa.webauthn.internal import flows as webauthn_flows
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from roundel.access import actions, demo
from roundel.access.models import User
from roundel.access.sign_in import codes
from roundel.access.sign_in.lock import STRANGER, refuse_while_locked
from roundel.kernel import clock

LONGEST = 200  # of a password or code, in characters; longer ones are refused before they are hashed
CODE_HINT = _("The six digits that your app shows now.")
PASSWORD_HINT = _("At least 12 characters. Three or four words that do not belong together are easy to remember.")


def reword(form: forms.BaseForm, **labels: Any) -> None:
    """Give fields our labels, and take away the placeholders, which disappear when one begins to type."""
    for name, field in form.fields.items():
        field.widget.attrs.pop("placeholder", None)
        field.label = labels.get(name, field.label)
        if isinstance(field, forms.CharField) and name != "credential":
            field.max_length = LONGEST
            field.validators.append(_no_longer)


def reword_new_password(form: forms.BaseForm) -> None:
    """The two fields in which a new password is chosen."""
    first, second = form.fields["password1"], form.fields["password2"]
    first.label, second.label = _("New password"), _("The new password once more")
    first.help_text = PASSWORD_HINT
    first.error_messages["required"] = _("Choose a password.")
    second.error_messages["required"] = _("Type the new password once more.")


def _no_longer(value: str) -> None:
    if len(value) > LONGEST:
        raise ValidationError(f"This is longer than {LONGEST} characters.", code="too_long")


class LoginForm(account_forms.LoginForm):
    """The first step: e-mail address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword(self, login=_("E-mail address"), password=_("Password"))
        self.fields["password"].help_text = ""
        self.fields["login"].error_messages["required"] = _("Enter your e-mail address.")
        self.fields["password"].error_messages["required"] = _("Enter your password.")

    def _clean_with_password(self, credentials: dict[str, Any]) -> dict[str, Any]:
        email = credentials["email"]
        refuse_while_locked(email)
        try:
            cleaned: dict[str, Any] = super()._clean_with_password(credentials)
        except ValidationError:
            refuse_while_locked(email)  # this attempt may have been one too many
            raise
        return cleaned


class _TakesCode(forms.Form):
    """A form with one code: from the app, or a recovery code."""

    user: User

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword(self, code=_("Code"))
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "autocomplete": "one-time-code"}
        self.fields["code"].error_messages["required"] = _("Enter the code.")

    def clean_code(self) -> str:
        """Take the code, once; a wrong one counts towards the lock of the account."""
        code, now = str(self.cleaned_data["code"]), clock.now()
        refuse_while_locked(self.user.email)
        authenticator = codes.accept(self.user, code, at=now)
        if authenticator is None:
            actions.count_failure(by=STRANGER, at=now, email=self.user.email, step="code")
            refuse_while_locked(self.user.email)
            raise get_adapter().validation_error("incorrect_code")
        authenticator.user = self.user
        self.authenticator = authenticator
        return code


class AuthenticateForm(_TakesCode, mfa_forms.AuthenticateForm):
    """The second step of signing in."""

    @property
    def demo_code(self) -> str:
        """In the demo, the code that this person's app would show now; otherwise empty."""
        return demo.code_now(self.user, at=clock.now())


class ReauthenticateForm(_TakesCode, mfa_forms.ReauthenticateForm):
    """Showing once more who you are, by code."""

    @property
    def demo_code(self) -> str:
        """In the demo, the code that this person's app would show now; otherwise empty."""
        return demo.code_now(self.user, at=clock.now())


class ActivateTOTPForm(totp_forms.ActivateTOTPForm):
    """The first code of a new authenticator app. It cannot be used again to sign in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword(self, code=_("Code from the app"))
        self.fields["code"].help_text = CODE_HINT
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "autocomplete": "one-time-code"}
        self.fields["code"].error_messages["required"] = _("Enter the code that the app shows.")

    def clean_code(self) -> str:
        """Whether the app was set up with our secret."""
        code = str(self.cleaned_data["code"])
        step = codes.matching_step(self.secret, code, clock.now())
        if step is None:
            raise get_adapter().validation_error("incorrect_code")
        context.request.totp_step = step  # read when the authenticator is stored
        return code

    @property
    def demo_code(self) -> str:
        """In the demo, the code that an app set up with this secret would show now; otherwise empty."""
        return demo.code_of_secret(self.secret, at=clock.now())


class AddWebAuthnForm(webauthn_forms.AddWebAuthnForm):
    """A new passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword(self, name=_("Name of this passkey"), passwordless=_("Use it instead of the password too"))
        self.fields["name"].help_text = _("For example: work telephone. You can have several.")
        self.fields["passwordless"].help_text = _("The device then asks for your finger, face or PIN.")


class RemovePasskeyForm(totp_forms.DeactivateTOTPForm):
    """Removing a passkey: refused, as with the app, if it is the last second step."""


class EditWebAuthnForm(webauthn_forms.EditWebAuthnForm):
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword(self, name=_("Name of this passkey"))
        self.fields["name"].error_messages["required"] = _("Enter a name.")

    def save(self) -> Any:
        """Through allauth, which looks whether the person has shown lately who he is."""
        webauthn_flows.rename_authenticator(context.request, self.instance, self.cleaned_data["name"])
        return self.instance


class ResetPasswordForm(account_forms.ResetPasswordForm):
    """Asking for a link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword(self, email=_("E-mail address"))
        self.fields["email"].error_messages["required"] = _("Enter your e-mail address.")


class ResetPasswordKeyForm(account_forms.ResetPasswordKeyForm):
    """A new password, by link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword(self)
        reword_new_password(self)


class ChangePasswordForm(account_forms.ChangePasswordForm):
    """A new password, knowing the old one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword(self, oldpassword=_("Present password"))
        reword_new_password(self)
        self.fields["oldpassword"].help_text = ""
        self.fields["oldpassword"].error_messages["required"] = _("Enter your present password.")

    def clean_oldpassword(self) -> str:
        """A wrong present password counts towards the lock of the account."""
        refuse_while_locked(self.user.email)
        try:
            given: str = super().clean_oldpassword()
        except ValidationError:
            actions.count_failure(by=STRANGER, at=clock.now(), email=self.user.email, step="password")
            raise
        return given


class ConfirmPasswordForm(account_forms.ReauthenticateForm):
    """Showing once more who you are, by password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword(self, password=_("Password"))
        self.fields["password"].help_text = ""
        self.fields["password"].error_messages["required"] = _("Enter your password.")

    def clean_password(self) -> str:
        """Refused while the account is locked."""
        refuse_while_locked(self.user.email)
        given: str = super().clean_password()
        return given
