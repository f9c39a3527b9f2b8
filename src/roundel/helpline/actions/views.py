"""Views of the contact list that a user keeps, and exports of it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import IO

from django.db import transaction
from django.db.models import QuerySet

from roundel.access.grants import Asker
from roundel.audit import actions as audit
from roundel.helpline import export, rules
from roundel.helpline.filters import Chosen
from roundel.helpline.models import SavedView
from roundel.helpline.queries import lists
from roundel.kernel.errors import InvalidInput, NotFound
from roundel.kernel.fields import clean_text

MOST_VIEWS = 30
LONGEST_QUERY = 600


@transaction.atomic
def save_view(*, by: Asker, at: dt.datetime, name: str, query: str) -> SavedView:
    """Keep filters under a name of the asker's own; the same name again keeps the new ones instead."""
    lists.check_may_list(by)
    name = _view_name(name)
    if len(query) > LONGEST_QUERY:
        raise InvalidInput("name", "These are more filters than a view can keep. Take some away.")
    own = _own(by)
    if len(own) >= MOST_VIEWS and not own.filter(name=name).exists():
        raise InvalidInput("name", f"You have {MOST_VIEWS} views already. Remove one first.")
    view, _ = own.update_or_create(
        name=name, defaults={"query": query, "saved_at": at}, create_defaults=_new_view(by, name, query, at)
    )
    audit.record(by=by, at=at, event="helpline.view.saved", kind="helpline.view", object_id=view.pk)
    return view


@transaction.atomic
def remove_view(*, by: Asker, at: dt.datetime, view_id: uuid.UUID) -> str:
    """Remove a view of the asker's own; gives its name. Somebody else's is not there."""
    view = _own(by).filter(pk=view_id).first()
    if view is None:
        raise NotFound
    audit.record(by=by, at=at, event="helpline.view.removed", kind="helpline.view", object_id=view.pk)
    view.delete()
    return view.name


@transaction.atomic
def export_contacts(*, by: Asker, at: dt.datetime, chosen: Chosen, password: str, into: IO[bytes]) -> int:
    """Write the chosen contacts, coded answers only, into a file that opens with the password; gives their number.

    Nothing but the encrypted file is ever written, and the export is recorded with its filter and its size.
    """
    rules.check_may_export(by)
    lists.check_may_list(by)
    counted = 0

    def chunks() -> Iterator[list[lists.ContactRow]]:
        nonlocal counted
        for rows in lists.in_chunks(by, chosen, most=export.MOST_ROWS):
            counted += len(rows)
            yield rows

    export.write(into, chunks(), password=password, day=at)
    detail = {**chosen.codes(), "rows": counted}
    audit.record(by=by, at=at, event="helpline.list.exported", kind="helpline.list", detail=detail)
    return counted


def _own(by: Asker) -> QuerySet[SavedView]:
    if by.user_id is None:
        raise NotFound
    return SavedView.objects.select_for_update().filter(user_id=by.user_id)


def _view_name(name: str) -> str:
    name = " ".join(clean_text(name).split())
    if not name:
        raise InvalidInput("name", "Enter a name for this view.")
    return name[:60]


def _new_view(by: Asker, name: str, query: str, at: dt.datetime) -> dict[str, object]:
    return {"user_id": by.user_id, "name": name, "query": query, "saved_at": at}
