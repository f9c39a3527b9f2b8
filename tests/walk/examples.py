"""What stands in the place of ``<uuid:user_id>`` and the like when an address is asked for.

Each example is made for whoever asks: what may only be done to one's own is then his own.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass

from roundel.access import actions as access
from roundel.access import queries as access_queries
from roundel.access.grants import NOBODY, Asker
from roundel.access.models import User
from roundel.audit.sealing import seal_everything
from roundel.helpline import actions as helpline
from roundel.helpline.actions import views as saved
from roundel.helpline.figures.words import HOW
from roundel.helpline.models import Contact
from roundel.kernel import clock
from roundel.kernel.ids import new_id, new_reference
from tests.factories import contacts, users

KIND = "helpline.contact"


@dataclass(frozen=True)
class Example:
    """The arguments of an address."""

    arguments: dict[str, object]


def missing_reference() -> str:
    """A reference that is well formed and belongs to nothing."""
    return new_reference("H")


def taker(asker: Asker) -> Asker:
    """Whoever asks, if he takes contacts; otherwise a practitioner."""
    return asker if asker.may("helpline.take_contact") else users.make_asker("practitioner")


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


def _of(contact: Contact, **more: object) -> Example:
    return Example({"reference": contact.reference, **more})


def _being_taken(asker: Asker) -> Example:
    return _of(contacts.written(by=taker(asker)))


def _finished(asker: Asker) -> Example:
    return _of(contacts.finished(by=taker(asker)))


def _in_danger(asker: Asker) -> Example:
    """Finished, and marked: the safeguarding lead sees it too."""
    contact = contacts.finished(by=taker(asker))
    return _of(helpline.mark_danger(by=taker(asker), at=clock.now(), contact=contact))


def _restricted(asker: Asker) -> Example:
    """Restricted to whoever asks, if he may be named; otherwise to somebody else."""
    return _of(contacts.restricted(to=asker if asker.may("helpline.know_contact") else None))


def _agreed(asker: Asker) -> Example:
    who = taker(asker)
    contact = contacts.written(by=who)
    return _of(contact, action_id=contacts.action(contact, by=who).pk)


def _promised(asker: Asker) -> Example:
    who = taker(asker)
    contact = contacts.written(by=who)
    action = contacts.action(contact, by=who, actor="helpline")
    return _of(contact, action_id=action.pk)


def _asked_after(asker: Asker) -> Example:
    who = taker(asker)
    earlier = contacts.written(by=who)
    action = contacts.action(earlier, by=who)
    return _of(contacts.written(by=who), action_id=action.pk)


def _named(asker: Asker) -> Example:
    who = taker(asker)
    contact = contacts.written(by=who)
    named = helpline.name_person(by=who, at=clock.now(), contact=contact, name="Sam Example", named_as="adult")
    return _of(contact, named_id=named.pk)


def _linked(asker: Asker) -> Example:
    who = taker(asker)
    earlier, later = contacts.finished(by=who), contacts.finished(by=who)
    link = helpline.link_contacts(
        by=who,
        at=clock.now(),
        contact=later,
        other=earlier.reference,
        basis="said_so",
        reason="He said that he had called before.",
    )
    return _of(later, link_id=link.pk)


def _saved_view(asker: Asker) -> Example:
    """A view of his own; nobody else's can be removed."""
    who = asker if asker.may("helpline.know_contact") else users.make_asker("practitioner")
    view = saved.save_view(by=who, at=clock.now(), name="Mine", query="?group=own")
    return Example({"view_id": view.pk})


TAKING = ("finish", "danger", "forget", "statement", "statement_back", "code", "issue", "untie", "ended",
          "resumed", "agree", "name")  # fmt: skip
# An address without arguments needs no example.
EXAMPLES: dict[str, Callable[[Asker], Example]] = {
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
    "helpline:remove_view": _saved_view,
    "helpline:figures_csv": lambda asker: Example({"slug": next(iter(HOW))}),
    "helpline:contact": _in_danger,
    "helpline:plan": _in_danger,
    "helpline:take": _being_taken,
    "helpline:finish": _being_taken,
    "helpline:discard": _being_taken,
    "helpline:reopen": _finished,
    "helpline:danger": _being_taken,
    "helpline:danger_seen": _in_danger,
    "helpline:restrict": _in_danger,
    "helpline:unrestrict": _restricted,
    "helpline:link": _finished,
    "helpline:unlink": _linked,
    "helpline:promise": _promised,
    "helpline:take_tally": lambda asker: _of(contacts.being_taken(by=taker(asker))),
    "helpline:take_withdraw": _agreed,
    "helpline:take_after": _asked_after,
    "helpline:take_unname": _named,
} | {f"helpline:take_{step}": _being_taken for step in TAKING}
