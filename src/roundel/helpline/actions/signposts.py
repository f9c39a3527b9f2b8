"""Pointing people to services of the directory, and asking what became of it."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from roundel.access.grants import Asker
from roundel.directory import queries as directory
from roundel.directory.enums import About
from roundel.directory.models import Service
from roundel.directory.taxonomy import newest
from roundel.helpline import rules
from roundel.helpline.actions.records import locked, locked_signpost, note
from roundel.helpline.enums import SignpostKind, SignpostState, WhyNotThere
from roundel.helpline.models import Contact, Signpost, SignpostAnswer
from roundel.helpline.models.signposts import WITH_REASON
from roundel.helpline.states import SIGNPOST
from roundel.helpline.written import Answer, Pointed
from roundel.kernel.errors import InvalidInput, Refused
from roundel.kernel.texts import check_choice, kept_text


@transaction.atomic
def give_signpost(*, by: Asker, at: dt.datetime, contact: Contact, pointed: Pointed) -> Signpost:
    """Keep where somebody was pointed to: an entry of the directory, told about or referred to with their agreement."""
    held, service = locked(by, contact.pk), directory.get_service(by, pointed.service_id)
    rules.check_may_point(by, held, service)
    check_choice("kind", pointed.kind, SignpostKind.values, "Choose whether they were told or referred.")
    if held.signposts.filter(service=service).exists():
        raise InvalidInput("words", "This one is picked already. Take it back first to change it.")
    signpost = Signpost.objects.create(
        contact=held,
        service=service,
        kind=pointed.kind,
        need=_need(service, pointed.need),
        words=kept_text("words", pointed.words),
        given_at=at if held.ended_at is None else held.ended_at,
        given_by_id=by.signed_in_id(),
    )
    note(by, at, "signpost.given", held, signpost=signpost.pk.hex, service=service.pk.hex, kind=pointed.kind)
    return signpost


@transaction.atomic
def withdraw_signpost(*, by: Asker, at: dt.datetime, contact: Contact, signpost_id: uuid.UUID) -> None:
    """Take back a signpost while the contact in which it was given is being taken, and nobody has asked after it."""
    held, signpost = locked(by, contact.pk), locked_signpost(signpost_id)
    rules.check_may_withdraw_signpost(by, signpost, held)
    if signpost.answers.exists():
        raise Refused("This signpost has been asked after, so it stays.")
    note(by, at, "signpost.withdrawn", held, signpost=signpost.pk.hex, kind=signpost.kind)
    signpost.delete()


@transaction.atomic
def ask_after_signpost(
    *, by: Asker, at: dt.datetime, contact: Contact, signpost_id: uuid.UUID, answer: Answer
) -> SignpostAnswer:
    """Keep what was answered when an open signpost of an earlier contact was asked after in this one.

    Answered again in the same contact, the later answer replaces the earlier. Raises InvalidInput
    (``outcome``, ``why``) for what is missing; Refused for a signpost that is closed, or not before the asker.
    """
    held, signpost = locked(by, contact.pk), locked_signpost(signpost_id)
    locked(by, signpost.contact_id)
    _forget_answer(held, signpost)
    rules.check_may_ask_after_signpost(by, signpost, held)
    _check_answer(answer)
    asked = _store_answer(held, signpost, answer, by, at if held.ended_at is None else held.ended_at)
    note(by, at, "signpost.asked_after", held, signpost=signpost.pk.hex, outcome=answer.outcome)
    return asked


@transaction.atomic
def take_back_signpost_answer(*, by: Asker, at: dt.datetime, contact: Contact, signpost_id: uuid.UUID) -> None:
    """Take back what was said about a signpost in this contact: it could not be asked after, or was a slip."""
    held, signpost = locked(by, contact.pk), locked_signpost(signpost_id)
    locked(by, signpost.contact_id)
    rules.check_may_write(by, held)
    if not _forget_answer(held, signpost):
        return
    signpost.save(update_fields=["state"])
    note(by, at, "signpost.answer_taken_back", held, signpost=signpost.pk.hex)


@transaction.atomic
def hear_of_signpost(
    *, by: Asker, at: dt.datetime, contact: Contact, signpost_id: uuid.UUID, answer: Answer
) -> SignpostAnswer:
    """Note what became of a referral that we made, as the agency told us: nobody need call again for it."""
    held, signpost = locked(by, contact.pk), locked_signpost(signpost_id)
    rules.check_may_hear(by, signpost, held)
    _check_answer(answer)
    _forget_answer(held, signpost)
    heard = _store_answer(held, signpost, answer, by, at)
    note(by, at, "signpost.heard", held, signpost=signpost.pk.hex, outcome=answer.outcome)
    return heard


def _need(service: Service, wanted: str) -> str:
    """What a signpost is for: what was searched for, if the entry helps with it; otherwise the first that it does."""
    helps = list(service.codes.filter(about=About.NEED).values_list("code", flat=True))
    return wanted if wanted in helps else next(iter(newest().sorted(About.NEED, helps)), "")


def _store_answer(
    contact: Contact, signpost: Signpost, answer: Answer, by: Asker, asked_at: dt.datetime
) -> SignpostAnswer:
    signpost.state = SIGNPOST.check(signpost.state, answer.outcome).to
    signpost.save(update_fields=["state"])
    return SignpostAnswer.objects.create(
        signpost=signpost,
        contact=contact,
        outcome=answer.outcome,
        why=answer.why if answer.outcome in WITH_REASON else "",
        words=kept_text("words", answer.words),
        asked_at=asked_at,
        asked_by_id=by.signed_in_id(),
    )


def _check_answer(answer: Answer) -> None:
    outcomes = [state for state in SignpostState.values if state != SignpostState.GIVEN]
    check_choice("outcome", answer.outcome, outcomes, "Choose what they said.")
    if answer.outcome in WITH_REASON:
        check_choice("why", answer.why, WhyNotThere.values, "Choose why.")


def _forget_answer(contact: Contact, signpost: Signpost) -> bool:
    """Delete the answer given in this contact, and put the signpost back to where it stood before."""
    if not signpost.answers.filter(contact=contact).delete()[0]:
        return False
    last = signpost.answers.order_by("-asked_at", "-id").values_list("outcome", flat=True).first()
    signpost.state = last or SignpostState.GIVEN
    return True
