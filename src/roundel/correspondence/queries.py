"""Reading callers: by alias or id, never by anything about a person."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from roundel.access import scopes
from roundel.access.grants import Asker
from roundel.correspondence.aliases import normalise_alias
from roundel.correspondence.models import Caller, CodeAttempts
from roundel.correspondence.rules import KIND, Limit


def visible_to(asker: Asker) -> QuerySet[Caller]:
    """The callers that this asker may see."""
    return scopes.visible(asker, KIND, Caller.objects.all())


def caller_by_alias(asker: Asker, text: str) -> Caller | None:
    """The caller with this alias, whatever its case and dashes; None if there is none to be seen."""
    return visible_to(asker).filter(alias=normalise_alias(text)).first()


def get_caller(asker: Asker, caller_id: UUID) -> Caller:
    """The caller with this id; NotFound or Refused as the scope decides."""
    return scopes.get_visible(asker, KIND, Caller.objects.all(), pk=caller_id)


def attempts_of(limit: Limit) -> CodeAttempts | None:
    """How many wrong codes this bucket has brought, for the rule to judge."""
    return CodeAttempts.objects.filter(bucket=limit.bucket).first()
