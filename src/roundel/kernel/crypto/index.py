"""Finding what cannot be read: keyed fingerprints of normalised text and of how a name sounds.

A thief with the database sees only that two rows share a fingerprint, and cannot test guesses without
the index key. Equal fingerprints can still reveal frequent values to somebody with outside knowledge:
index names and identifiers only, never notes.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata

import jellyfish

from roundel.kernel.crypto.ring import keyring

INDEX_BYTES = 16

# Letters that Unicode does not take apart into a base letter and a mark.
_PLAIN_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})

# The phonetic codes know American English; these bring Welsh and South Asian spellings within reach.
_RESPELLINGS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"^rh", "r"),  # Rhys, Rees
        (r"^ll", "l"),  # Llewellyn, Lewellyn
        (r"^thom", "tom"),  # Thomas, Tomos
        (r"mps", "ms"),  # Thompson, Thomson
        (r"wyn(?:ne?)?$", "wen"),  # Bronwyn, Bronwen
        (r"^iw", "ew"),  # Iwan, Ewan
        (r"ksh", "ks"),  # Lakshmi, Laxmi
        (r"x", "ks"),
        (r"ay(?:ee?)?sh", "aish"),  # Ayesha, Aisha
    )
)


def blind_index(purpose: str, text: str) -> bytes:
    """A 16-byte keyed fingerprint of the normalised text, the same for the same purpose and text.

    Text without any letter or digit is refused (``ValueError``): all such values would match.
    """
    folded = normalise(text)
    if not folded:
        raise ValueError("There is no letter or digit to index.")
    return _fingerprint(purpose, folded)


def sounds_like(purpose: str, name: str) -> list[bytes]:
    """Fingerprints of how each part of a name sounds; two spellings of a name share at least one.

    Sorted and without repeats; empty when the name holds no letter. The codes are meant for finding
    candidates that a person then looks at, never for deciding that two records are one person.
    """
    codes = {code for part in normalise(name).split() for code in _phonetic_codes(part)}
    return sorted(_fingerprint(f"sound/{purpose}", code) for code in codes)


def normalise(text: str) -> str:
    """Text as it is compared: no case, accents or punctuation; dashes part words, spaces are single."""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()).translate(_PLAIN_LETTERS)
    # Vowel signs of Indic scripts have combining class 0 and are kept: without them names collapse.
    return " ".join("".join(_folded(char) for char in apart if not unicodedata.combining(char)).split())


def _folded(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Nd":
        return str(unicodedata.digit(char))
    if category[0] in "LNM":
        return char
    return " " if category[0] == "Z" or category == "Pd" or char.isspace() else ""


def _phonetic_codes(part: str) -> set[str]:
    if not any(char.isalpha() for char in part):
        return set()
    if not part.isascii():  # the algorithms know Latin letters only: the spelling is then its own code
        return {f"x:{part}"}
    for pattern, to in _RESPELLINGS:
        part = pattern.sub(to, part)
    codes = {f"m:{jellyfish.metaphone(part)}", f"n:{jellyfish.nysiis(part)}"}
    return codes - {"m:", "n:"}


def _fingerprint(purpose: str, text: str) -> bytes:
    return hmac.digest(keyring().index_key(purpose), text.encode(), hashlib.sha256)[:INDEX_BYTES]
