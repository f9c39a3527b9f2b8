"""Closing a concern, with its decisions, to all but named people, and opening it again."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection

from django.db import transaction

from roundel.access import actions as access
from roundel.access import queries
from roundel.access.grants import Asker
from roundel.kernel.errors import InvalidInput, Refused
from roundel.kernel.texts import kept_reason
from roundel.safeguarding import rules
from roundel.safeguarding.actions.records import locked_concern, note
from roundel.safeguarding.models import Concern
from roundel.safeguarding.rules import CONCERN


@transaction.atomic
def restrict_concern(
    *, by: Asker, at: dt.datetime, concern: Concern, people: Collection[uuid.UUID], reason: str
) -> Concern:
    """Close a concern to everybody but its owner and these people, at least one; more can be named later."""
    held = locked_concern(by, concern.pk)
    rules.check_may_restrict(by)
    if held.restricted:
        raise Refused("This concern is restricted already.")
    told = kept_reason(reason)
    if not people:
        raise InvalidInput("people", "Choose at least one person who can open the concern.")
    named = {each.user_id for each in queries.named_for(by, CONCERN, held.pk, at=at)}
    for user_id in sorted(set(people) - named):
        access.name_for_record(by=by, at=at, kind=CONCERN, reference=held.reference, user_id=user_id, reason=told)
    _set(held, restricted=True)
    note(by, at, "concern.restricted", held, reason=told, people=len(people))
    return held


@transaction.atomic
def unrestrict_concern(*, by: Asker, at: dt.datetime, concern: Concern, reason: str) -> Concern:
    """Open a restricted concern again to all whose roles open concerns."""
    held = locked_concern(by, concern.pk)
    rules.check_may_restrict(by)
    if not held.restricted:
        raise Refused("This concern is not restricted.")
    told = kept_reason(reason)
    _set(held, restricted=False)
    note(by, at, "concern.unrestricted", held, reason=told)
    return held


def _set(concern: Concern, *, restricted: bool) -> None:
    """The decisions of a concern are as open as the concern."""
    concern.restricted = restricted
    concern.save(update_fields=["restricted"])
    concern.decisions.update(restricted=restricted)
