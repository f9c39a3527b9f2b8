"""Contacts."""

from __future__ import annotations

from roundel.access.grants import Asker
from roundel.correspondence import actions as callers
from roundel.helpline import actions as helpline
from roundel.helpline.actions import views as saved
from roundel.helpline.figures.words import HOW
from roundel.helpline.models import Contact
from roundel.helpline.written import Written
from roundel.kernel import clock
from tests.factories import contacts, entries, signposts, users
from tests.walk.examples import calls
from tests.walk.examples.base import Example, Examples, Hidden, taker


def _of(contact: Contact, **more: object) -> Example:
    return Example({"reference": contact.reference, **more})


def _being_taken(asker: Asker) -> Example:
    return _of(contacts.written(by=taker(asker)))


def _with_code(asker: Asker) -> Example:
    who = taker(asker)
    contact = contacts.written(by=who)
    issued = callers.issue_code(by=who, at=clock.now())
    return _of(helpline.set_caller(by=who, at=clock.now(), contact=contact, caller_id=issued.caller.pk))


def _written_over(asker: Asker) -> Example:
    """Written twice, and marked: the safeguarding lead sees it too."""
    who = taker(asker)
    contact = contacts.written(by=who, notes="Once.")
    twice = Written(answers={"channel": "telephone", "group": "own"}, notes="Twice.")
    helpline.save_contact(by=who, at=clock.now(), contact=contact, written=twice, base_version=contact.version)
    helpline.mark_danger(by=who, at=clock.now(), contact=contact)
    return _of(contact, number=contact.version)


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


def _pointed(asker: Asker) -> Example:
    who = taker(asker)
    contact = contacts.written(by=who)
    return _of(contact, signpost_id=signposts.given(contact, by=who, kind="referred").pk)


def _pointed_before(asker: Asker) -> Example:
    who = taker(asker)
    signpost = signposts.given(contacts.written(by=who), by=who)
    return _of(contacts.written(by=who), signpost_id=signpost.pk)


def _to_point(asker: Asker) -> Example:
    return _of(contacts.written(by=taker(asker)), service_id=entries.added().pk)


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


TAKING = ("finish", "danger", "decide", "decide_alone", "forget", "statement", "statement_back", "code", "issue",
          "untie", "ended", "resumed", "agree", "name", "find")  # fmt: skip
EXAMPLES: Examples = {
    "helpline:start_from_call": calls.answered,
    "helpline:remove_view": _saved_view,
    "helpline:figures_csv": lambda asker: Example({"slug": next(iter(HOW))}),
    "helpline:contact": _in_danger,
    "helpline:plan": _in_danger,
    "helpline:earlier": _written_over,
    "helpline:new_code": _with_code,
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
    "helpline:take_point": _to_point,
    "helpline:take_unpoint": _pointed,
    "helpline:take_heard": _pointed_before,
    "helpline:hear": _pointed,
} | {f"helpline:take_{step}": _being_taken for step in TAKING}
HIDDEN = Hidden("H", "helpline.know_contact", lambda: contacts.restricted().reference)
