"""The keys of this installation, read once from the settings and never stored in the database.

``settings.ROUNDEL_KEYS`` is the parsed key file:

``sealing``            content keys: ``{"current": "2026a", "keys": {"2026a": "<base64, 32 bytes>", ...older}}``
``sealing_identity``   the same shape for identifying and special-category fields, so that the two can be
                       held apart; when absent, sub-keys of ``sealing`` are used
``index``              blind indexes and phonetic codes
``audit``              the audit chain
``pepper``             caller codes; cannot be rotated, as codes are not stored
``database``           the embedded database as a whole, if it is encrypted (read by roundel.config.sqlcipher)
``django``             signing of sessions and forms (read by the settings, not here)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from roundel.kernel.crypto.errors import KeysMissing, UnknownKey
from roundel.kernel.crypto.keys import KEY_BYTES, KEY_ID, read_key

Family = Literal["case", "identity"]
FINGERPRINT_BYTES = 8
FAMILIES: tuple[Family, ...] = ("case", "identity")


def derive(key: bytes, purpose: str, length: int = KEY_BYTES) -> bytes:
    """A sub-key for one purpose (HKDF-SHA256), so that no two purposes share key bytes."""
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=f"roundel/{purpose}/v1".encode()).derive(key)


@dataclass(frozen=True, repr=False)
class SealingKeys:
    """The content keys of one family: one current, the older ones kept until rotation has finished."""

    family: Family
    current: str
    ciphers: Mapping[str, AESGCM]

    def cipher(self, key_id: str) -> AESGCM:
        """The cipher of one key; ``UnknownKey`` when the keyring does not hold it."""
        try:
            return self.ciphers[key_id]
        except KeyError:
            raise UnknownKey(key_id, self.family) from None


@dataclass(frozen=True, repr=False)
class Keyring:
    """All keys of the installation, already split into sub-keys. Its repr shows nothing."""

    sealing: Mapping[Family, SealingKeys]
    audit: bytes
    pepper: bytes
    _index: bytes
    _index_keys: dict[str, bytes] = field(default_factory=dict)

    def __repr__(self) -> str:
        return "<Keyring>"

    def index_key(self, purpose: str) -> bytes:
        """The blind-index key of one purpose; indexes of different purposes cannot be compared."""
        if purpose not in self._index_keys:
            self._index_keys[purpose] = derive(self._index, f"index/{purpose}")
        return self._index_keys[purpose]

    def pepper_key(self, purpose: str, length: int = KEY_BYTES) -> bytes:
        """A value derived from the pepper for one purpose."""
        return derive(self.pepper, f"pepper/{purpose}", length)

    def fingerprints(self) -> dict[str, str]:
        """What tells whether the keys are the same, without telling anything of them: of those keys that no
        stored value can prove by opening."""
        return {
            "index": derive(self._index, "fingerprint", FINGERPRINT_BYTES).hex(),
            "pepper": derive(self.pepper, "fingerprint", FINGERPRINT_BYTES).hex(),
        }

    @classmethod
    def parse(cls, source: Mapping[str, Any]) -> Keyring:
        """Check and split the parsed key file.

        Raises ``KeysMissing``, naming the entry that is absent or malformed, never its value.
        """
        if not source:
            raise KeysMissing("No keys: set ROUNDEL_KEYS or ROUNDEL_KEY_FILE (manage generate_keys makes a file).")
        return cls(
            sealing={family: _sealing(source, family) for family in FAMILIES},
            audit=derive(read_key(source, "audit"), "audit-chain"),
            pepper=read_key(source, "pepper"),
            _index=read_key(source, "index"),
        )


_loaded: tuple[object, Keyring] | None = None


def keyring() -> Keyring:
    """The keyring of ``settings.ROUNDEL_KEYS``, parsed once (and again if the setting is replaced)."""
    global _loaded
    source = getattr(settings, "ROUNDEL_KEYS", None)
    if _loaded is None or _loaded[0] is not source:
        _loaded = (source, Keyring.parse(source or {}))
    return _loaded[1]


def _sealing(source: Mapping[str, Any], family: Family) -> SealingKeys:
    own = f"sealing_{family}"
    shared = _ciphers(source, "sealing", family)
    if own not in source:
        return SealingKeys(family, str(source["sealing"]["current"]), shared)
    # Sub-keys of the shared keys stay readable, so that a family may be given its own keys later on.
    return SealingKeys(family, str(source[own]["current"]), {**shared, **_ciphers(source, own, family)})


def _ciphers(source: Mapping[str, Any], entry: str, family: Family) -> dict[str, AESGCM]:
    section = source.get(entry)
    if not isinstance(section, Mapping) or not isinstance(section.get("keys"), Mapping):
        raise KeysMissing(f"The keys have no usable entry {entry!r}: it needs 'current' and 'keys'.")
    if section.get("current") not in section["keys"]:
        raise KeysMissing(f"The current key of {entry!r} is not among its keys.")
    return {name: _cipher(section["keys"], name, entry, family) for name in section["keys"]}


def _cipher(keys: Mapping[str, Any], name: str, entry: str, family: Family) -> AESGCM:
    if not KEY_ID.fullmatch(name):
        raise KeysMissing(f"A key of {entry!r} has an unusable name: use 1 to 8 small letters, digits and dashes.")
    return AESGCM(derive(read_key(keys, name, f"{entry}.{name}"), f"sealing/{family}"))
