"""Every sealed field of the product, for rotation and for the docs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.apps import apps
from django.db import models

from roundel.kernel.fields.field import SealedField
from roundel.kernel.fields.held import SealedFieldError


class SealedColumn(NamedTuple):
    """One sealed field of one model."""

    model: type[models.Model]
    field: SealedField[Any, Any]

    @property
    def label(self) -> str:
        """``app_label.Model.field``."""
        return f"{self.model._meta.label}.{self.field.name}"


def sealed_fields() -> list[SealedColumn]:
    """Every sealed field of every installed model, each once, ordered by label (for rotation and docs)."""
    return sorted(
        (
            SealedColumn(model, field)
            for model in _tables()
            for field in model._meta.local_concrete_fields
            if isinstance(field, SealedField)
        ),
        key=lambda column: column.label,
    )


def _tables() -> Iterator[type[models.Model]]:
    return (model for model in apps.get_models(include_auto_created=True) if not model._meta.proxy)


def sealed_field(model: type[models.Model], name: str) -> SealedField[Any, Any]:
    """The sealed field of that name, or ``SealedFieldError``."""
    field = model._meta.get_field(name)
    if not isinstance(field, SealedField):
        raise SealedFieldError(f"{model._meta.label}.{name} is not a sealed field.")
    return field
