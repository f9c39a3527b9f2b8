"""What each stored field says about somebody: declared by its app, tested, printed in the data dictionary.

Each app with tables has a module ``privacy`` whose ``FIELDS`` names every field of every model once:

    FIELDS = declare("Contact", coded="channel group", sealed="notes", staff="taken_by", system="id")

Masking, export and deletion go by this declaration, so a field without one fails the tests.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Privacy(StrEnum):
    """What a field says about a person."""

    PUBLIC = "public"
    CODED = "coded"
    SEALED = "sealed"
    IDENTIFIER = "identifier"
    STAFF = "staff"
    SYSTEM = "system"


MEANING: Mapping[Privacy, str] = MappingProxyType(
    {
        Privacy.PUBLIC: "a public fact about an organisation, which says nothing about a person",
        Privacy.CODED: "an answer chosen from a list, a date or a count about somebody whom it does not name",
        Privacy.SEALED: "people's own words or names: encrypted in its column, read only by decrypting it",
        Privacy.IDENTIFIER: "leads to one person without saying who it is: an alias, a link, a keyed fingerprint",
        Privacy.STAFF: "about a member of staff: who did it, who may, how he signs in",
        Privacy.SYSTEM: "keeps the record in order: ids, versions, references, message authentication codes",
    }
)
# What must never stand in a log, a file name or a model's __str__.
PERSONAL = frozenset({Privacy.SEALED, Privacy.IDENTIFIER, Privacy.STAFF})


def declare(model: str, **fields: str) -> dict[str, Privacy]:
    """``{"Model.field": Privacy}`` from lists of names, such as coded="channel group"; no name twice."""
    named = [(f"{model}.{name}", Privacy(level)) for level, names in fields.items() for name in names.split()]
    if len(named) != len(dict(named)):
        raise ValueError(f"the privacy of a field of {model} is declared twice")
    return dict(named)
