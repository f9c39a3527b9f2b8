"""What can go wrong with keys and sealed content. No message ever carries key material or content."""

from __future__ import annotations

from roundel.kernel.errors import RoundelError


class CryptoError(RoundelError):
    """Base of the errors of this package."""


class KeysMissing(CryptoError):
    """The keys that the program was started with are absent, incomplete or malformed."""


class UnknownKey(CryptoError):
    """Content is sealed under a key that this keyring does not hold (any more)."""

    def __init__(self, key_id: str, family: str) -> None:
        super().__init__(f"This is sealed under the {family} key {key_id!r}, which is not in the keyring.")
        self.key_id = key_id
        self.family = family


class Tampered(CryptoError):
    """Content does not open: changed, cut short, moved from another row, or sealed for another purpose."""

    def __init__(self, message: str = "Sealed content does not open: it was changed, or belongs elsewhere.") -> None:
        super().__init__(message)
