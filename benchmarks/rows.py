"""Putting many rows into a table: by COPY on PostgreSQL, by executemany on SQLite."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import Model


def insert(model: type[Model], rows: Iterable[Model]) -> int:
    """Insert unsaved instances without signals, checks or a transaction of their own; returns how many.

    What gives the rows asks the database nothing: PostgreSQL takes them in over the same connection.
    """
    fields = tuple(
        f for f in model._meta.concrete_fields if not f.generated and f.get_internal_type() != "BigAutoField"
    )
    values = (
        tuple(field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields) for row in rows
    )
    names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    if connection.vendor == "postgresql":
        return _copy(f"COPY {table} ({names}) FROM STDIN", values)
    marks = ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", values)
        return cursor.rowcount


def _copy(statement: str, values: Iterable[tuple[Any, ...]]) -> int:
    count = 0
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for value in values:
            copy.write_row(value)
            count += 1
    return count
