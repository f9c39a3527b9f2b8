"""Accounts, emergency access, the audit, drafts."""

from __future__ import annotations

import base64

from roundel.access import actions as access
from roundel.access import queries as access_queries
from roundel.access.grants import NOBODY, Asker
from roundel.access.models import User
from roundel.audit.sealing import seal_everything
from roundel.kernel import clock
from roundel.kernel.ids import new_id
from tests.factories import contacts, users
from tests.walk.examples.base import Example, Examples

KIND = "helpline.contact"


def _somebody(asker: Asker) -> User:
    return users.make_user("practitioner")


def _user(asker: Asker) -> Example:
    return Example({"user_id": _somebody(asker).pk})


def _invited(asker: Asker) -> Example:
    """Somebody who has not set a password yet."""
    administrator = users.make_asker("administrator")
    address = f"{new_id().hex}@example.org"
    user = access.make_account(by=administrator, at=clock.now(), name="New Person", email=address, site="http://desk/")
    return Example({"user_id": user.pk})


def _locked(asker: Asker) -> Example:
    """Somebody who mistyped his password too often."""
    user = _somebody(asker)
    while access_queries.locked_until(user.email, clock.now()) is None:
        access.count_failure(by=NOBODY, at=clock.now(), email=user.email, step="password")
    return Example({"user_id": user.pk})


def _role(asker: Asker) -> Example:
    user = _somebody(asker)
    return Example({"user_id": user.pk, "role_id": user.roles.get().pk})


def _closed_user(asker: Asker) -> Example:
    user = _somebody(asker)
    administrator = users.make_asker("administrator")
    access.close_account(
        by=administrator, at=clock.now(), user_id=user.pk, reason="She has left the service this week."
    )
    return Example({"user_id": user.pk})


def _emergency(asker: Asker) -> Example:
    return Example({"kind": KIND, "reference": contacts.restricted().reference})


def _review(asker: Asker) -> Example:
    why = "She called again just now and I must know what was agreed."
    closed, somebody = contacts.restricted().reference, users.make_asker("practitioner")
    grant = access.break_glass(by=somebody, at=clock.now(), kind=KIND, reference=closed, reason=why)
    return Example({"grant_id": grant.pk})


def _reset_key(asker: Asker) -> Example:
    return Example({"uidb36": base64.b32encode(b"nobody").decode().rstrip("=").lower(), "key": "no-such-key"})


def _audited(asker: Asker) -> Example:
    """Somebody who stands in the audit."""
    contact = contacts.being_taken()
    seal_everything()
    return Example({"actor_id": contact.taken_by_id})


EXAMPLES: Examples = {
    "access:user": _user,
    "access:give_role": _user,
    "access:end_role": _role,
    "access:close_user": _user,
    "access:reopen_user": _closed_user,
    "access:reset_second_factor": _user,
    "access:unlock_user": _locked,
    "access:invite_user": _invited,
    "access:emergency": _emergency,
    "access:review": _review,
    "account_reset_password_from_key": _reset_key,
    "audit:person": _audited,
    "audit:record": lambda asker: Example({"kind": KIND, "object_id": new_id()}),
    "drafts:keep": lambda asker: Example({"form": "contact", "about": str(new_id())}),
    "living:page": lambda asker: Example({"name": "form"}),
    "mfa_edit_webauthn": lambda asker: Example({"pk": 1}),
    "mfa_remove_webauthn": lambda asker: Example({"pk": 1}),
}
