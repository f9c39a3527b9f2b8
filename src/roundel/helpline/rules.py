"""Who may do what with a contact. Pure: over the asker and loaded objects, no queries, no clock."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from roundel.access import scopes
from roundel.access.grants import Asker
from roundel.directory.models import Service
from roundel.directory.rules import is_fit_to_pick
from roundel.helpline.enums import (
    OPEN_ACTION_STATES,
    OPEN_SIGNPOST_STATES,
    ActionKind,
    ActionState,
    Actor,
    SignpostKind,
    State,
    WhyNot,
)
from roundel.helpline.models import Contact, ContactLink, ProtectiveAction, Signpost
from roundel.helpline.written import Agreed, Answer
from roundel.kernel.errors import InvalidInput, Refused
from roundel.kernel.texts import check_choice
from roundel.safeguarding.sources import decided_references

KIND = "helpline.contact"
WITH_REASON = (ActionState.NOT_DONE, ActionState.PARTLY)
LONGEST_CONTACT = dt.timedelta(days=1)
STATEMENT_FIRST = (
    "Say the confidentiality statement first, and note that you did. What you wrote is kept here as a draft."
)


def visible_contacts(asker: Asker) -> Q | None:
    """Which contacts the asker's roles open: all that are not restricted, or only those that concern safeguarding.

    These are flagged as danger, or a threshold decision came from them. The two are joined as ids, each found by
    its own index: an "or" between them would walk through all contacts.
    """
    if asker.may("helpline.view_contact"):
        return Q(restricted=False)
    if asker.may("helpline.view_flagged_contact"):
        flagged = Contact.objects.filter(danger_at__isnull=False)
        decided = Contact.objects.filter(reference__in=decided_references("helpline"))
        return Q(restricted=False, pk__in=flagged.order_by().values("pk").union(decided.order_by().values("pk")))
    return None


DOOR = scopes.Door(
    words="contact",
    records=lambda: Contact.objects.all(),
    page=lambda reference: reverse("helpline:contact", args=[reference]),
    names="helpline.restrict_contact",
)
scopes.register(scopes.Scope(KIND, visible_contacts, knows="helpline.know_contact", door=DOOR))


def check_may_take(asker: Asker) -> None:
    """Whether the asker takes contacts at all."""
    asker.require("helpline.take_contact", "Your role does not include taking contacts.")


def check_may_write(asker: Asker, contact: Contact) -> None:
    """Whether the asker may write in this contact: it is being taken, by the asker or under a supervisor's hand."""
    check_may_take(asker)
    if contact.state != State.TAKING:
        raise Refused("This contact is finished. Reopen it first, and say why.")
    if contact.taken_by_id != asker.user_id and not asker.may("helpline.correct_contact"):
        raise Refused("Somebody else is taking this contact.")


def check_times(started_at: dt.datetime, ended_at: dt.datetime, at: dt.datetime) -> None:
    """Whether a contact can have begun and ended then: in this order, and not in the future."""
    if started_at > at:
        raise InvalidInput("started_at", "This is in the future. Enter when the contact began.")
    if ended_at > at:
        raise InvalidInput("ended_at", "This is in the future. Enter when the contact ended.")
    if ended_at < started_at:
        raise InvalidInput("ended_at", "The contact cannot end before it begins.")
    if ended_at - started_at > LONGEST_CONTACT:
        raise InvalidInput("ended_at", "That is longer than a day. Check both dates.")


def check_may_identify(contact: Contact) -> None:
    """Whether details that identify somebody may be kept: only once the caller has heard the statement."""
    if contact.statement_at is None:
        raise InvalidInput("identifying", STATEMENT_FIRST)


def check_may_count(asker: Asker, contact: Contact) -> None:
    """Whether a contact that was begun may be counted only: nothing of a conversation is recorded in it."""
    check_may_write(asker, contact)
    if contact.notes is not None or contact.identifying is not None or contact.caller_id:
        raise Refused("Something is recorded in this contact already. Finish it as a conversation.")


def check_may_withdraw(asker: Asker, action: ProtectiveAction, contact: Contact) -> None:
    """Whether an agreed action may be taken back: while the contact in which it was agreed is being taken."""
    check_may_write(asker, contact)
    if action.contact_id != contact.pk:
        raise Refused("This action was agreed in another contact. Say there that it is no longer needed.")


def check_may_reopen(asker: Asker, contact: Contact) -> None:
    """Whether the asker may correct a finished contact: the one who took it, or a supervisor."""
    check_may_take(asker)
    if contact.taken_by_id != asker.user_id and not asker.may("helpline.correct_contact"):
        raise Refused("Only the person who took this contact, or a supervisor, can reopen it.")


def check_may_agree(asker: Asker, contact: Contact) -> None:
    """Whether an action may be agreed in this contact."""
    check_may_write(asker, contact)


def check_agreed(agreed: Agreed, *, began: dt.datetime) -> None:
    """Whether an action can have been agreed like this in a contact that began then."""
    check_choice("kind", agreed.kind, ActionKind.values, "Choose what was agreed.")
    check_choice("actor", agreed.actor, Actor.values, "Choose who is to do it.")
    if agreed.by_when is not None and agreed.by_when < timezone.localtime(began).date():
        raise InvalidInput("by_when", "This day is before the contact. Enter a day from then on.")


def check_answer(answer: Answer) -> None:
    """Whether this is an answer to an action that was asked after."""
    outcomes = [state for state in ActionState.values if state != ActionState.AGREED]
    check_choice("outcome", answer.outcome, outcomes, "Choose what they said.")
    if answer.outcome == ActionState.NOT_DONE:
        check_choice("why", answer.why, WhyNot.values, "Choose why it was not done.")
    elif answer.outcome in WITH_REASON and answer.why:
        check_choice("why", answer.why, WhyNot.values, "Choose one of the reasons that are offered.")


def why_of(answer: Answer) -> str:
    """Why it was not done, or not wholly; empty for an answer that has no such reason."""
    return answer.why if answer.outcome in WITH_REASON else ""


def check_may_ask_after(asker: Asker, action: ProtectiveAction, contact: Contact) -> None:
    """Whether this action may be asked after in this contact: it is open, and was agreed in another one."""
    check_may_write(asker, contact)
    if action.contact_id == contact.pk:
        raise Refused("This action was agreed in this very contact; it is asked after in the next one.")
    if action.state not in OPEN_ACTION_STATES:
        raise Refused("This action is closed already.")


def check_may_keep_promise(asker: Asker, action: ProtectiveAction, contact: Contact) -> None:
    """Whether the asker may note what became of this action in the contact where it was agreed: only our own part."""
    check_may_take(asker)
    if action.contact_id != contact.pk or action.actor != Actor.HELPLINE:
        raise Refused("Only what the helpline itself was to do is noted here. Ask after the rest in the next contact.")
    if action.state not in OPEN_ACTION_STATES:
        raise Refused("This action is closed already.")


def check_may_link(asker: Asker, earlier: Contact, later: Contact) -> None:
    """Whether two contacts may be linked."""
    asker.require("helpline.link_contacts", "Your role does not include linking contacts.")
    if earlier.pk == later.pk:
        raise Refused("A contact cannot be linked to itself.")


def check_may_undo_link(asker: Asker, link: ContactLink) -> None:
    """Whether a link may be undone."""
    asker.require("helpline.link_contacts", "Your role does not include linking contacts.")
    if link.undone_at is not None:
        raise Refused("This link has been undone already.")


def check_may_restrict(asker: Asker) -> None:
    """Whether the asker may open or close a contact to named people."""
    asker.require("helpline.restrict_contact", "Only a supervisor or the safeguarding lead can restrict a contact.")


def check_may_export(asker: Asker) -> None:
    """Whether the asker may take lists of contacts out of the system."""
    asker.require("helpline.export_contacts", "Your role does not include exporting lists.")


def check_may_see_danger(asker: Asker, contact: Contact) -> None:
    """Whether the asker may say that a danger has been taken on."""
    if not asker.may_any("helpline.view_flagged_contact", "helpline.correct_contact"):
        raise Refused("Only a supervisor or the safeguarding lead can take this on.")
    if contact.danger_at is None or contact.danger_seen_at is not None:
        raise Refused("There is nothing to take on: nobody is marked as in danger, or it has been taken on.")


def check_may_point(asker: Asker, contact: Contact, service: Service) -> None:
    """Whether somebody may be pointed to this entry of the directory in this contact: the entry is in use."""
    check_may_write(asker, contact)
    if not is_fit_to_pick(service):
        raise Refused("This entry is out of use. Choose another.")


def check_may_withdraw_signpost(asker: Asker, signpost: Signpost, contact: Contact) -> None:
    """Whether a signpost may be taken back: while the contact in which it was given is being taken."""
    check_may_write(asker, contact)
    if signpost.contact_id != contact.pk:
        raise Refused("This signpost was given in another contact. Say here what became of it.")


def check_may_ask_after_signpost(asker: Asker, signpost: Signpost, contact: Contact) -> None:
    """Whether this signpost may be asked after in this contact: it is open, and was given in another one."""
    check_may_write(asker, contact)
    if signpost.contact_id == contact.pk:
        raise Refused("This signpost was given in this very contact; it is asked after in the next one.")
    _check_signpost_open(signpost)


def check_may_hear(asker: Asker, signpost: Signpost, contact: Contact) -> None:
    """Whether the asker may note, in the contact itself, what became of this signpost: a referral that we made."""
    check_may_take(asker)
    if signpost.contact_id != contact.pk or signpost.kind != SignpostKind.REFERRED:
        raise Refused("Only what an agency says of a referral is noted here. Ask after the rest in the next contact.")
    _check_signpost_open(signpost)


def _check_signpost_open(signpost: Signpost) -> None:
    if signpost.state not in OPEN_SIGNPOST_STATES:
        raise Refused("This signpost is closed already.")
