"""What stands in the place of ``<uuid:user_id>`` and the like when an address is asked for."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass

from roundel.access import actions as access
from roundel.access import queries as access_queries
from roundel.access.grants import NOBODY
from roundel.access.models import User
from roundel.audit.sealing import seal_everything
from roundel.kernel import clock
from roundel.kernel.ids import new_id, new_reference
from tests.factories import contacts, users

Arguments = dict[str, object]


@dataclass(frozen=True)
class Example:
    """The arguments of an address, and what is sent to it: by POST (``data``) or in the address (``query``)."""

    arguments: Arguments
    query: str = ""


def somebody() -> User:
    """A member of staff other than whoever asks."""
    return users.make_user("practitioner")


def _user() -> Example:
    return Example({"user_id": somebody().pk})


def _invited() -> Example:
    """Somebody who has not set a password yet."""
    administrator = users.make_asker("administrator")
    address = f"{new_id().hex}@example.org"
    user = access.make_account(by=administrator, at=clock.now(), name="New Person", email=address, site="http://desk/")
    return Example({"user_id": user.pk})


def _locked() -> Example:
    """Somebody who mistyped his password too often."""
    user = somebody()
    while access_queries.locked_until(user.email, clock.now()) is None:
        access.count_failure(by=NOBODY, at=clock.now(), email=user.email, step="password")
    return Example({"user_id": user.pk})


def _role() -> Example:
    user = somebody()
    return Example({"user_id": user.pk, "role_id": user.roles.get().pk})


def _reset_key() -> Example:
    return Example({"uidb36": base64.b32encode(b"nobody").decode().rstrip("=").lower(), "key": "no-such-key"})


def audited() -> object:
    """The id of somebody who stands in the audit."""
    contact = contacts.being_taken()
    seal_everything()
    return contact.taken_by_id


def _closed_user() -> Example:
    user = somebody()
    administrator = users.make_asker("administrator")
    access.close_account(
        by=administrator, at=clock.now(), user_id=user.pk, reason="She has left the service this week."
    )
    return Example({"user_id": user.pk})


def _emergency() -> Example:
    return Example({"kind": "helpline.contact", "reference": contacts.restricted().reference})


def _review() -> Example:
    somebody = users.make_asker("practitioner")
    closed = contacts.restricted().reference
    grant = access.break_glass(
        by=somebody,
        at=clock.now(),
        kind="helpline.contact",
        reference=closed,
        reason="She called again just now and I must know what was agreed.",
    )
    return Example({"grant_id": grant.pk})


# An address without arguments needs no example.
EXAMPLES: dict[str, Callable[[], Example]] = {
    "access:user": _user,
    "access:give_role": _user,
    "access:end_role": _role,
    "access:close_user": _user,
    "access:reopen_user": _closed_user,
    "access:emergency": _emergency,
    "access:review": _review,
    "access:reset_second_factor": _user,
    "access:unlock_user": _locked,
    "access:invite_user": _invited,
    "account_reset_password_from_key": _reset_key,
    "audit:person": lambda: Example({"actor_id": audited()}),
    "audit:record": lambda: Example({"kind": "helpline.contact", "object_id": new_id()}),
    "drafts:keep": lambda: Example({"form": "contact", "about": str(new_id())}),
    "living:page": lambda: Example({"name": "form"}),
    "mfa_edit_webauthn": lambda: Example({"pk": 1}),
    "mfa_remove_webauthn": lambda: Example({"pk": 1}),
}


def missing_reference() -> str:
    """A reference that is well formed and belongs to nothing."""
    return new_reference("H")
