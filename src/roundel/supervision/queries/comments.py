"""Comments on a contact or a review."""

from __future__ import annotations

import uuid

from roundel.access import scopes
from roundel.access.grants import Asker
from roundel.helpline.models import Contact
from roundel.kernel.errors import NotFound
from roundel.supervision.models import Comment, Review
from roundel.supervision.rules import COMMENT_KIND


def comments_on(asker: Asker, *, contact: Contact | None = None, review: Review | None = None) -> list[Comment]:
    """What was written about a contact, or on a review of it, as far as the asker sees it, oldest first."""
    about = {"contact": contact} if contact is not None else {"review": review}
    people = ("written_by", "settled_by", "answers__written_by", "review")
    found = scopes.visible(asker, COMMENT_KIND, Comment.objects.filter(**about).select_related(*people))
    return list(found.order_by("written_at", "id"))


def get_comment(asker: Asker, contact: Contact, comment_id: uuid.UUID) -> Comment:
    """A comment about a contact that the asker sees; to be answered or noted as read."""
    records = Comment.objects.select_related("written_by", "contact", "review")
    found = scopes.visible(asker, COMMENT_KIND, records).filter(contact=contact, pk=comment_id).first()
    if found is None:
        raise NotFound
    return found
