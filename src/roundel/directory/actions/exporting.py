"""Taking the whole directory out, in the form in which directories exchange it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from roundel.access.grants import Asker
from roundel.audit import actions as audit
from roundel.directory import hsds, rules
from roundel.directory.queries.imports import to_export


@transaction.atomic
def export_directory(*, by: Asker, at: dt.datetime) -> dict[str, Any]:
    """Every entry in the form of HSDS; that it was taken out is recorded, with how many."""
    rules.check_may_edit(by)
    page = hsds.page_of(to_export(by))
    audit.record(
        by=by,
        at=at,
        event="directory.export.made",
        kind="directory.export",
        detail={"rows": page["total_items"]},
    )
    return page
