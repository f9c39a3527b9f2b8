"""What was shared with an agency, that it acknowledged, and what was recorded wrongly."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from roundel.access.grants import Asker, load_asker
from roundel.kernel.errors import InvalidInput
from roundel.kernel.texts import check_choice, kept_reason, kept_text, needed_text
from roundel.safeguarding import limits, rules
from roundel.safeguarding.actions.records import (
    involve,
    locked_concern,
    locked_disclosure,
    note,
    recorded_in,
)
from roundel.safeguarding.enums import Agency, Basis, CallerTold, Item, Means
from roundel.safeguarding.models import Concern, Disclosure, DisclosureItem
from roundel.safeguarding.rules import DISCLOSE
from roundel.safeguarding.written import Acknowledged, Shared

ACKNOWLEDGING = [f"acknowledged_{part}" for part in ("at", "recorded_at", "recorded_by", "person")]
ACKNOWLEDGING += ["their_reference", "will_do"]


@transaction.atomic
def record_disclosure(*, by: Asker, at: dt.datetime, concern: Concern, shared: Shared) -> Disclosure:
    """Record what was shared, under the decision to share that stood when it was shared."""
    held = locked_concern(by, concern.pk)
    rules.check_may_write(by, held)
    _check(shared, at)
    decision = rules.covering(list(held.decisions.all()), shared.shared_at)
    made = Disclosure.objects.create(
        concern=held,
        number=held.disclosures.count() + 1,
        decision=decision,
        agency=shared.agency,
        basis=shared.basis,
        means=shared.means,
        caller_told=shared.caller_told,
        shared_at=shared.shared_at,
        shared_by_id=shared.shared_by,
        recorded_at=at,
        recorded_by_id=by.signed_in_id(),
        acknowledge_due_at=limits.acknowledge_by(shared.shared_at, urgent=held.urgent),
        agency_name=kept_text("agency_name", shared.agency_name) or "",
        person=kept_text("person", shared.person),
        what=kept_text("what", shared.what) or "",
        basis_words=kept_text("basis_words", shared.basis_words) or "",
        caller_words=kept_text("caller_words", shared.caller_words),
    )
    DisclosureItem.objects.bulk_create(DisclosureItem(disclosure=made, item=each) for each in sorted(shared.items))
    involve(held, by.signed_in_id(), shared.shared_by)
    recorded_in(held, at)
    note(by, at, "disclosure.recorded", held, number=made.number, agency=made.agency, decision=decision.reference)
    return made


@transaction.atomic
def acknowledge(*, by: Asker, at: dt.datetime, concern: Concern, number: int, acknowledged: Acknowledged) -> Disclosure:
    """Record that the agency acknowledged a disclosure: when, who, under which reference, what it will do."""
    held = locked_concern(by, concern.pk)
    made = locked_disclosure(held, number)
    rules.check_may_acknowledge(by, held, made)
    if acknowledged.at > at:
        raise InvalidInput("acknowledged_at", "This is in the future. Enter when they acknowledged it.")
    if acknowledged.at < made.shared_at:
        raise InvalidInput("acknowledged_at", "This is before it was shared. Check both times.")
    made.acknowledged_at, made.acknowledged_recorded_at = acknowledged.at, at
    made.acknowledged_recorded_by_id = by.signed_in_id()
    made.acknowledged_person = kept_text("person", acknowledged.person)
    made.their_reference = kept_text("their_reference", acknowledged.their_reference)
    made.will_do = kept_text("will_do", acknowledged.will_do)
    made.save(update_fields=ACKNOWLEDGING)
    involve(held, by.signed_in_id())
    recorded_in(held, at)
    note(by, at, "disclosure.acknowledged", held, number=made.number, agency=made.agency)
    return made


@transaction.atomic
def strike_out(*, by: Asker, at: dt.datetime, concern: Concern, number: int, reason: str) -> Disclosure:
    """Strike out a disclosure that was recorded wrongly, and say why. It stays to be seen, and is not edited."""
    held = locked_concern(by, concern.pk)
    made = locked_disclosure(held, number)
    rules.check_may_strike(by, held, made)
    made.struck_words = kept_reason(reason)
    made.struck_at, made.struck_by_id = at, by.signed_in_id()
    made.save(update_fields=["struck_at", "struck_by", "struck_words"])
    note(by, at, "disclosure.struck", held, number=made.number)
    return made


def _check(shared: Shared, at: dt.datetime) -> None:
    check_choice("agency", shared.agency, Agency.values, "Choose what kind of agency it is.")
    needed_text("agency_name", shared.agency_name, "Enter the name of the agency.")
    if not shared.items or not shared.items <= set(Item.values):
        raise InvalidInput("items", "Choose what was shared.")
    needed_text("what", shared.what, "Write exactly what was shared.")
    check_choice("basis", shared.basis, Basis.values, "Choose the lawful basis.")
    needed_text("basis_words", shared.basis_words, "Say why this basis holds here.")
    check_choice("means", shared.means, Means.values, "Choose by which means it was shared.")
    if shared.shared_at > at:
        raise InvalidInput("shared_at", "This is in the future. Enter when it was shared.")
    check_choice("caller_told", shared.caller_told, CallerTold.values, "Choose whether the caller was told.")
    if shared.caller_told == CallerTold.NOT_TOLD:
        needed_text("caller_words", shared.caller_words, "Say why the caller was not told.")
    if not load_asker(shared.shared_by, at=at).may(DISCLOSE):
        raise InvalidInput("shared_by", "Choose who shared it.")
