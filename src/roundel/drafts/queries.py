"""Reading drafts: one's own, and nobody else's."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import QueryDict

from roundel.access.grants import Asker
from roundel.drafts.models import Draft


def visible_to(asker: Asker) -> QuerySet[Draft]:
    """The asker's own drafts."""
    return Draft.objects.filter(user_id=asker.user_id) if asker.user_id else Draft.objects.none()


def draft_of(asker: Asker, form: str, about: str) -> Draft | None:
    """The asker's draft of this form about this record, if there is one."""
    return visible_to(asker).filter(form=form, about=about).first()


def typed(draft: Draft | None) -> QueryDict | None:
    """What was typed, in the shape in which a form takes posted data; None without a draft."""
    if draft is None:
        return None
    data = QueryDict(mutable=True)
    for name, values in draft.payload.items():
        data.setlist(name, values)
    return data
