"""The key file: its shape, making a fresh one, reading one key from it.

Free of settings, so that the demo's settings may call :func:`generate_keys`.
"""

from __future__ import annotations

import base64
import binascii
import datetime
import re
import secrets
from collections.abc import Mapping
from typing import Any

from roundel.kernel.crypto.errors import KeysMissing

KEY_BYTES = 32
KEY_ID = re.compile(r"[a-z0-9-]{1,8}", re.ASCII)


def generate_keys() -> dict[str, Any]:
    """Fresh keys for a new installation, in the shape of the key file (see ``ring``)."""
    name = f"{datetime.datetime.now(datetime.UTC).year}a"
    return {
        "sealing": {"current": name, "keys": {name: fresh_key()}},
        "sealing_identity": {"current": name, "keys": {name: fresh_key()}},
        "index": fresh_key(),
        "audit": fresh_key(),
        "pepper": fresh_key(),
        "database": fresh_key(),
        "django": secrets.token_urlsafe(50),
    }


def fresh_key() -> str:
    """One new random key, as it stands in the key file."""
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode("ascii")


def read_key(section: Mapping[str, Any], name: str, label: str = "") -> bytes:
    """One key of the file. ``KeysMissing`` names the entry that is absent or malformed, never its value."""
    label = label or name
    value = section.get(name)
    if not isinstance(value, str):
        raise KeysMissing(f"The keys have no entry {label!r}.")
    try:
        key = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        raise KeysMissing(f"The key {label!r} is not base64.") from None
    if len(key) != KEY_BYTES:
        raise KeysMissing(f"The key {label!r} must be {KEY_BYTES} bytes.")
    return key
