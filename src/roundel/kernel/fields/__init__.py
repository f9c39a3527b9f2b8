"""Model fields whose column holds ciphertext only.

A sealed field has two attributes. ``contact.notes`` is the plaintext: assign it and read it as usual.
``contact.notes_sealed`` is the closed value, and the one that Django itself loads, defers, copies and
saves; so a query that never reads ``contact.notes`` never decrypts anything. (The same division of
labour as ``author`` and ``author_id`` of a foreign key.)

Each value is bound to its row: the AAD is ``app_label.Model.field:<pk>``, so ciphertext put into
another row, field or table does not open. The row id must therefore be known when a value is sealed:
give sealed models a UUID primary key with ``default=new_id``.

What does not work, on purpose: looking up, sorting sensibly or updating by value in the database.
``filter(notes=...)`` and ``update(notes="...")`` raise. Find rows by a blind index (``kernel.crypto``).
"""

from __future__ import annotations

from roundel.kernel.fields.field import SealedField, SealedJSONField, SealedTextField
from roundel.kernel.fields.held import Sealed, SealedFieldError
from roundel.kernel.fields.registry import SealedColumn, sealed_field, sealed_fields
from roundel.kernel.fields.text import clean_text

__all__ = [
    "Sealed",
    "SealedColumn",
    "SealedField",
    "SealedFieldError",
    "SealedJSONField",
    "SealedTextField",
    "clean_text",
    "sealed_field",
    "sealed_fields",
]
