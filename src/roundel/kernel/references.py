"""Storing a new record under a reference that no other record of its kind has."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import IntegrityError, models, transaction

from roundel.kernel.ids import new_reference

M = TypeVar("M", bound=models.Model)


def store_with_reference(record: M, prefix: str) -> M:
    """Insert the record with a new reference (its field ``reference`` is unique). Called inside an action."""
    kind: Any = type(record)
    named: Any = record
    while True:
        named.reference = new_reference(prefix)
        if kind._default_manager.filter(reference=named.reference).exists():
            continue
        try:
            with transaction.atomic():
                record.save(force_insert=True)
        except IntegrityError:
            if not kind._default_manager.filter(reference=named.reference).exists():
                raise
            continue
        return record
