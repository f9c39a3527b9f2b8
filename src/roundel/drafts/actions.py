"""Keeping and dropping drafts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import transaction

from roundel.access.grants import Asker
from roundel.audit import actions as audit
from roundel.audit.actions import Actor
from roundel.drafts.models import Draft
from roundel.drafts.queries import visible_to
from roundel.kernel.errors import InvalidInput

LONGEST = 400_000
KEPT_FOR = dt.timedelta(days=30)
NOT_KEPT = frozenset({"csrfmiddlewaretoken", "code", "password", "do"})


@transaction.atomic
def keep_draft(
    *, by: Asker, at: dt.datetime, form: str, about: str, typed: Mapping[str, Sequence[str]], base_version: int = 0
) -> Draft | None:
    """Keep what has been typed so far; None when nothing has been typed and nothing was kept before.

    Caller codes and passwords are never kept. The first save of a draft is an audit event; the many
    that follow while somebody types are not.
    """
    user_id = by.signed_in_id()
    payload = {name: list(values) for name, values in typed.items() if name not in NOT_KEPT and any(values)}
    if sum(len(value) for values in payload.values() for value in values) > LONGEST:
        raise InvalidInput("draft", "This is too long to keep as a draft.")
    kept = {"payload": payload, "saved_at": at, "base_version": base_version}
    if not payload and not visible_to(by).filter(form=form, about=about).exists():
        return None
    draft, begun = Draft.objects.select_for_update().get_or_create(
        user_id=user_id, form=form, about=about, defaults={**kept, "begun_at": at}
    )
    if begun:
        _note(by, at, "drafts.draft.begun", draft)
        return draft
    draft.payload, draft.saved_at, draft.base_version = payload, at, base_version
    draft.save(update_fields=list(kept))
    return draft


@transaction.atomic
def drop_draft(*, by: Asker, at: dt.datetime, form: str, about: str) -> bool:
    """Throw a draft away, because it was saved into the record or is not wanted; whether there was one."""
    draft = visible_to(by).filter(form=form, about=about).first()
    if draft is None:
        return False
    _note(by, at, "drafts.draft.dropped", draft)
    draft.delete()
    return True


def _note(by: Asker, at: dt.datetime, event: str, draft: Draft) -> None:
    audit.record(by=by, at=at, event=event, kind="drafts.draft", object_id=draft.pk, detail={"form": draft.form})


@transaction.atomic
def drop_old_drafts(*, by: Actor, at: dt.datetime) -> int:
    """Throw away, unread, every draft that nobody has typed in for thirty days; how many. One event for all."""
    count, _ = Draft.objects.filter(saved_at__lt=at - KEPT_FOR).delete()
    if count:
        audit.record(by=by, at=at, event="drafts.draft.expired", kind="drafts.draft", detail={"count": count})
    return count
