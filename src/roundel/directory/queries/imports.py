"""Exchange files that were sent: what each would do, and what became of the earlier ones."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from roundel.access.grants import Asker
from roundel.directory import hsds, rules
from roundel.directory.models import Import, Service
from roundel.directory.queries.service import visible_to
from roundel.kernel.errors import NotFound

MOST = 20


@dataclass(frozen=True)
class ImportSeen:
    """A file that waits for a decision, with what it would do now; or the problems with it, if it no longer fits."""

    sent: Import
    plan: hsds.Plan | None
    problems: tuple[hsds.Problem, ...] = ()


def imports(asker: Asker) -> list[Import]:
    """The newest files, decided or not."""
    rules.check_may_edit(asker)
    found = Import.objects.defer("content").select_related("sent_by", "closed_by")
    return list(found.order_by("-sent_at", "-id")[:MOST])


def get_import(asker: Asker, import_id: uuid.UUID) -> Import:
    """A file, to be taken or dropped."""
    rules.check_may_edit(asker)
    found = Import.objects.filter(pk=import_id).select_related("sent_by", "closed_by").first()
    if found is None:
        raise NotFound
    return found


def read_import(asker: Asker, import_id: uuid.UUID, *, at: dt.datetime) -> ImportSeen:
    """What a file would do to the directory as it is now. Nothing is changed by looking."""
    sent = get_import(asker, import_id)
    if sent.content is None:
        return ImportSeen(sent, None)
    try:
        return ImportSeen(sent, hsds.plan_of(sent.content, today=timezone.localtime(at).date()))
    except hsds.BadFile as error:
        return ImportSeen(sent, None, error.problems)


def to_export(asker: Asker) -> QuerySet[Service]:
    """Every entry, in use or not, for an exchange file."""
    rules.check_may_edit(asker)
    found = visible_to(asker).select_related("agency").prefetch_related("codes")
    return found.order_by("name", "id")
