"""Sealing everything anew under the current key, while people work.

Values are taken in batches by row id. Each batch commits; a value is replaced only if it is still the
one that was read, so that what somebody saves meanwhile wins. Values under the current key are passed
over, so a rotation that was stopped goes on where it was. A value that does not open is left as it is
and reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db import connections, models, router, transaction
from django.db.models import Count, ExpressionWrapper, F, QuerySet
from django.db.models.functions import Substr

from roundel.kernel.crypto import HEADER_BYTES, CryptoError, current_header, current_key, header_key
from roundel.kernel.fields.held import Sealed
from roundel.kernel.fields.registry import SealedColumn, sealed_fields

BATCH = 500
PASSES = 5


@dataclass(frozen=True)
class Batch:
    """What became of one batch: how many were sealed anew, which rows do not open, where it ended."""

    resealed: int
    failed: tuple[str, ...]
    last: Any


@dataclass(frozen=True)
class Opening:
    """How many values were tried, how many do not open, and the first row of those."""

    tried: int
    failed: int
    first: str = ""


class Place(Protocol):
    """Somewhere that holds sealed values."""

    @property
    def label(self) -> str:
        """What it is called in the output."""

    @property
    def current(self) -> str:
        """The id of the key that everything here should be under."""

    def counts(self) -> Mapping[str, int]:
        """How many values there are under each key."""

    def reseal(self, after: Any, size: int) -> Batch | None:
        """Seal the next values anew, from behind row ``after`` (None: from the start); None at the end."""

    def try_to_open(self, most: int | None) -> Opening:
        """Open values and forget them, to see whether the keys fit: all, or about ``most``, oldest and newest."""


def tally(rows: Iterable[tuple[str, bool]]) -> Opening:
    """An opening from rows and whether each opens."""
    tried = failed = 0
    first = ""
    for row, opens in rows:
        tried += 1
        if not opens:
            failed, first = failed + 1, first or row
    return Opening(tried, failed, first)


class Listener(Protocol):
    """Who wants to know of rotations: the audit, which the kernel may not know."""

    def began(self, *, stale: int) -> None:
        """A rotation begins; so many values are not under the current keys."""

    def ended(self, *, resealed: int, left: int) -> None:
        """It has come to its end; so many were sealed anew, so many are left."""


_further: dict[str, Place] = {}
_listeners: list[Listener] = []


def register_listener(listener: Listener) -> None:
    """Tell this listener when a rotation begins and when it ends."""
    _listeners.append(listener)


def tell_began(stale: int) -> None:
    """Tell the listeners that a rotation begins."""
    for listener in _listeners:
        listener.began(stale=stale)


def tell_ended(resealed: int, left: int) -> None:
    """Tell the listeners that it has ended. One that was stopped half-way has a beginning only."""
    for listener in _listeners:
        listener.ended(resealed=resealed, left=left)


def register_place(place: Place) -> None:
    """Make rotation know of sealed values that stand outside the sealed fields."""
    _further[place.label] = place


def places() -> list[Place]:
    """Everywhere that holds sealed values: all sealed fields, and what has been registered."""
    return [*(ColumnPlace(column) for column in sealed_fields()), *_further.values()]


def remaining(place: Place) -> int:
    """How many values are not under the current key."""
    return sum(number for key, number in place.counts().items() if key != place.current)


@dataclass
class Progress:
    """How far the rotation of one place is; ``failed`` names the rows that do not open."""

    label: str
    total: int
    done: int = 0
    failed: set[str] = field(default_factory=set)


def rotate(place: Place, *, size: int = BATCH) -> Iterator[Progress]:
    """Seal everything in this place anew, telling the progress after each batch.

    Goes over the place again for what was saved under an older key meanwhile, and gives up on that
    after a few passes: then some program still runs with the older key as its current one.
    """
    progress = Progress(place.label, total=remaining(place))
    yield progress
    for _ in range(PASSES):
        before, last = progress.done, None
        while batch := place.reseal(last, size):
            last = batch.last
            progress.done += batch.resealed
            progress.failed.update(batch.failed)
            yield progress
        if progress.done == before:
            return


@dataclass(frozen=True)
class ColumnPlace:
    """The column of one sealed field."""

    column: SealedColumn

    @property
    def label(self) -> str:
        """``app_label.Model.field``."""
        return self.column.label

    @property
    def current(self) -> str:
        """The current key of the field's family."""
        return current_key(self.column.field.family)

    def counts(self) -> dict[str, int]:
        """How many values there are under each key, read from their headers."""
        found = self._with_header().values("header").annotate(number=Count("pk")).order_by("header")
        counts: dict[str, int] = {}
        for row in found:
            key = header_key(bytes(row["header"] or b""))
            counts[key] = counts.get(key, 0) + row["number"]
        return counts

    def reseal(self, after: Any, size: int) -> Batch | None:
        """Seal the next values anew; the work is done before the transaction, which is short."""
        rows = self._next(after, size)
        if not rows:
            return None
        changes, failed = [], []
        for pk, sealed in rows:
            try:
                changes.append((self.column.field.reseal(sealed, pk).token, pk, sealed.token))
            except CryptoError:
                failed.append(str(pk))
        return Batch(self._replace(changes), tuple(failed), rows[-1][0])

    def try_to_open(self, most: int | None) -> Opening:
        """Open this field in all rows, or in the oldest and the newest."""
        rows = self._with_header().values_list("pk", self.column.field.name)
        if most is None:
            return tally((str(pk), self._opens(pk, sealed)) for pk, sealed in rows.order_by("pk").iterator())
        half = max(1, most // 2)
        chosen = dict(rows.order_by("pk")[:half]) | dict(rows.order_by("-pk")[:half])
        return tally((str(pk), self._opens(pk, sealed)) for pk, sealed in chosen.items())

    def _opens(self, pk: Any, sealed: Sealed) -> bool:
        try:
            self.column.field.unseal(sealed, pk)
        except CryptoError:
            return False
        return True

    def _next(self, after: Any, size: int) -> list[tuple[Any, Sealed]]:
        stale = self._with_header().exclude(header=current_header(self.column.field.family)).order_by("pk")
        if after is not None:
            stale = stale.filter(pk__gt=after)
        return list(stale.values_list("pk", self.column.field.name)[:size])

    def _replace(self, changes: list[tuple[bytes, Any, bytes]]) -> int:
        """Put the new values in place of exactly the old ones; how many were still the old ones."""
        model, column = self.column.model, self.column.field.column
        connection: Any = connections[router.db_for_write(model)]
        quote, binary, pk = connection.ops.quote_name, connection.Database.Binary, model._meta.pk
        # Names of our own tables and columns, quoted; every value is a parameter.
        sql = "UPDATE {} SET {} = %s WHERE {} = %s AND {} = %s".format(  # noqa: S608
            *map(quote, (model._meta.db_table, column, pk.column, column))
        )
        values = [(binary(new), pk.get_db_prep_value(row, connection), binary(old)) for new, row, old in changes]
        if not values:
            return 0
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.executemany(sql, values)
            return int(cursor.rowcount)

    def _with_header(self) -> QuerySet[Any]:
        """The rows that hold a value, with the header of its token."""
        name = self.column.field.name
        raw = ExpressionWrapper(F(name), output_field=models.BinaryField())
        rows: QuerySet[Any] = self.column.model._base_manager.filter(**{f"{name}__isnull": False})
        header = Substr(raw, 1, HEADER_BYTES, output_field=models.BinaryField())
        marked: QuerySet[Any] = rows.annotate(header=header)
        return marked
