"""Closed values, and what an instance holds of them."""

from __future__ import annotations

import copy
import json
import uuid
from typing import Any

from django.db import models

from roundel.kernel.crypto import key_id
from roundel.kernel.errors import RoundelError


class SealedFieldError(RoundelError):
    """A sealed field is used in a way that cannot work; the message says which and what to do instead."""


class Sealed:
    """A closed column value, as ``values_list`` gives it. Shows its key and size, never its content."""

    __slots__ = ("token",)

    def __init__(self, token: bytes | bytearray | memoryview) -> None:
        self.token = bytes(token)

    def open(self, model: type[models.Model], field: str, pk: uuid.UUID) -> Any:
        """The content, given the model, field and row that it was read from."""
        unseal = getattr(model._meta.get_field(field), "unseal", None)
        if unseal is None:
            raise SealedFieldError(f"{model._meta.label}.{field} is not a sealed field.")
        return unseal(self, pk)

    def __repr__(self) -> str:
        return f"<Sealed {len(self.token)} bytes, key {key_id(self.token)!r}>"

    def __eq__(self, other: object) -> bool:
        return self.token == other.token if isinstance(other, Sealed) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.token)


UNREAD: Any = object()


class Held:
    """What an instance holds for one sealed field: the closed value, the plaintext, or both.

    ``pk`` is the row the closed value is bound to; ``written`` is what was sealed, kept for values that
    can be changed in place. Pickling keeps the closed value only, so plaintext never reaches a cache, a
    session or a job queue.
    """

    __slots__ = ("pk", "plain", "sealed", "written")

    def __init__(
        self,
        *,
        sealed: Sealed | None = None,
        plain: Any = UNREAD,
        pk: uuid.UUID | None = None,
        written: bytes | None = None,
    ) -> None:
        self.sealed = sealed
        self.plain = plain
        self.pk = pk
        self.written = written

    def is_saved_as(self, plain: Any) -> bool:
        """Whether the closed value says the same as the plaintext, as it stands now."""
        return self.sealed is not None and (self.written is None or json_bytes(plain) == self.written)

    def __repr__(self) -> str:
        return "<sealed value>"

    def __reduce__(self) -> tuple[Any, ...]:
        if self.sealed is None or not self.is_saved_as(self.plain):
            raise SealedFieldError("A sealed value that has not been saved cannot be pickled: save the row first.")
        return _restore, (self.sealed.token, self.pk)

    def __deepcopy__(self, memo: dict[int, Any]) -> Held:
        if self.is_saved_as(self.plain):
            return Held(sealed=self.sealed, pk=self.pk)
        return Held(plain=copy.deepcopy(self.plain, memo))


def json_bytes(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":"), allow_nan=False).encode("ascii")


def _restore(token: bytes, pk: uuid.UUID | None) -> Held:
    return Held(sealed=Sealed(token), pk=pk)
