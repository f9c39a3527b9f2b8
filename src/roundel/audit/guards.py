"""Triggers by which the database itself refuses to change or remove what the audit holds.

They stop mistakes and careless hands. Whoever owns the database can drop them, which is why the chain
is there. ``reason`` alone may be updated: it is sealed anew when keys rotate, and its MAC is over the
words, so that a changed reason still shows.
"""

from __future__ import annotations

from typing import Any

EVENT, SEAL = "audit_auditevent", "audit_auditseal"
FIXED = {
    EVENT: (
        "id", "happened_at", "recorded_at", "actor_id", "actor_name", "event", "kind", "object_id", "reference",
        "detail", "via", "row_mac",
    ),
    SEAL: ("seq", "event_id", "mac"),
}  # fmt: skip
_REFUSAL = "the audit is never changed"
_SQLITE = "CREATE TRIGGER {name} BEFORE {what} ON {table} BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
_POSTGRESQL = "CREATE TRIGGER {name} BEFORE {what} ON {table} FOR EACH ROW EXECUTE FUNCTION audit_refuse()"
_FUNCTION = (
    "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$"
)


def install(connection: Any) -> None:
    """Put the triggers in place."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_FUNCTION)
        shape = _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE
        for name, what, table in _triggers():
            cursor.execute(shape.format(name=name, what=what, table=table, refusal=_REFUSAL))


def remove(connection: Any) -> None:
    """Take the triggers away: to undo the migration, and in tests that empty the tables."""
    with connection.cursor() as cursor:
        for name, _, table in _triggers():
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def _triggers() -> list[tuple[str, str, str]]:
    updates = [(f"{table}_fixed", f"UPDATE OF {', '.join(columns)}", table) for table, columns in FIXED.items()]
    return updates + [(f"{table}_kept", "DELETE", table) for table in FIXED]
