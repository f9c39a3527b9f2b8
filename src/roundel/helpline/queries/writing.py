"""What is written in a contact, as plain values."""

from __future__ import annotations

from roundel.helpline.contact_form import COLUMNS
from roundel.helpline.models import Contact
from roundel.helpline.written import Written


def written_in(contact: Contact) -> Written:
    """The stored answers, notes and details that identify. One query, none if the codes were prefetched."""
    answers: dict[str, str | tuple[str, ...]] = {name: getattr(contact, name) for name in COLUMNS}
    several: dict[str, list[str]] = {}
    for row in contact.codes.all():
        several.setdefault(row.question, []).append(row.code)
    answers |= {question: tuple(sorted(codes)) for question, codes in several.items()}
    return Written(
        answers={name: value for name, value in answers.items() if value},
        notes=contact.notes or "",
        identifying=contact.identifying or "",
    )
