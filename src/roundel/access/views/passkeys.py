"""allauth's page for removing a passkey, which alone of its pages does not ask whether it is the last second step."""

from __future__ import annotations

from typing import Any

from allauth.mfa.webauthn.views import RemoveWebAuthnView

from roundel.access.sign_in.forms import RemovePasskeyForm


class RemovePasskey(RemoveWebAuthnView):
    """Remove a passkey, unless there is no other second step."""

    def get_form(self, form_class: Any = None) -> RemovePasskeyForm:
        """A form without fields, judged at once, so that the page says so before anybody presses a button."""
        return RemovePasskeyForm(authenticator=self.object, data={})


remove = RemovePasskey.as_view()
