"""Tells the rotation of keys of the second-factor secrets, which stand sealed in the sign-in library's own table."""

from __future__ import annotations

import base64
import binascii
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction

from roundel.access.sign_in.adapters import AAD
from roundel.kernel.crypto import HEADER_BYTES, CryptoError, current_key, header_key, is_current, seal, unseal
from roundel.kernel.fields.rotation import Batch, Opening, tally

# Where the library keeps what it has sealed: the secret of an app, the seed of the recovery codes.
SEALED_ENTRIES = ("secret", "seed")


class SecondFactors:
    """The sealed entries of all authenticators."""

    label = "mfa.Authenticator.data"

    @property
    def current(self) -> str:
        """The key that everything here should be under."""
        return current_key("identity")

    def counts(self) -> Mapping[str, int]:
        """How many sealed entries there are under each key."""
        rows = Authenticator.objects.values_list("data", flat=True)
        return Counter(header_key(token[:HEADER_BYTES]) for data in rows for _, token in _sealed(data))

    def reseal(self, after: Any, size: int) -> Batch | None:
        """Seal the entries of the next authenticators anew, each row under a lock."""
        with transaction.atomic():
            rows = list(Authenticator.objects.select_for_update().filter(pk__gt=after or 0).order_by("pk")[:size])
            if not rows:
                return None
            failed, resealed = [], 0
            for row in rows:
                try:
                    resealed += _reseal(row)
                except CryptoError:
                    failed.append(str(row.pk))
        return Batch(resealed, tuple(failed), rows[-1].pk)

    def try_to_open(self, most: int | None) -> Opening:
        """Open the entries of all authenticators, or of so many (staff are few)."""
        rows = Authenticator.objects.order_by("pk").values_list("pk", "data")[:most]
        return tally((str(pk), _opens(token)) for pk, data in rows for _, token in _sealed(data))


def _opens(token: bytes) -> bool:
    try:
        unseal(token, aad=AAD, family="identity")
    except CryptoError:
        return False
    return True


def _reseal(row: Authenticator) -> int:
    stale = {name: token for name, token in _sealed(row.data) if not is_current(token, "identity")}
    for name, token in stale.items():
        fresh = seal(unseal(token, aad=AAD, family="identity"), aad=AAD, family="identity")
        row.data[name] = base64.b64encode(fresh).decode("ascii")
    if stale:
        row.save(update_fields=["data"])
    return len(stale)


def _sealed(data: Mapping[str, Any]) -> Iterator[tuple[str, bytes]]:
    for name in SEALED_ENTRIES:
        if isinstance(data.get(name), str):
            try:
                yield name, base64.b64decode(data[name], validate=True)
            except binascii.Error:
                yield name, b""
