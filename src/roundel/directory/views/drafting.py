"""Never lose typing: what was typed about an entry and not saved waits as a draft of whoever typed it."""

from __future__ import annotations

import datetime as dt

from django.http import QueryDict

from roundel.access.grants import Asker
from roundel.drafts import actions as drafts
from roundel.drafts.queries import draft_of, typed

FORM, NEW = "directory", "new"


def typed_about(asker: Asker, about: str) -> tuple[QueryDict | None, int]:
    """What was typed, and the version of the entry it was based on (0 without any)."""
    draft = draft_of(asker, FORM, about)
    return typed(draft), draft.base_version if draft else 0


def forget(asker: Asker, about: str, at: dt.datetime) -> None:
    """Drop the draft, if there is one."""
    drafts.drop_draft(by=asker, at=at, form=FORM, about=about)
