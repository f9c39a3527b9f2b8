"""The length of a contact as the database itself computes it, so that it cannot drift from its two ends."""

from __future__ import annotations

from typing import Any

from django.db.models import Func, IntegerField


class SecondsBetween(Func):
    """Whole seconds from the first moment to the second; nothing if one of them is missing."""

    arity = 2
    output_field = IntegerField(null=True)

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """In days of the Julian calendar: without a per cent sign, as it stands in the definition of the table."""
        template = "CAST(ROUND((julianday(%(second)s) - julianday(%(first)s)) * 86400) AS INTEGER)"
        return self._as(template, compiler)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """From the interval, which PostgreSQL knows to be immutable for moments with a time zone."""
        return self._as("CAST(EXTRACT(EPOCH FROM (%(second)s - %(first)s)) AS integer)", compiler)

    def _as(self, template: str, compiler: Any) -> tuple[str, list[Any]]:
        first, second = (compiler.compile(one)[0] for one in self.get_source_expressions())
        return template % {"first": first, "second": second}, []
