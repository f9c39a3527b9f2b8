"""The names of HSDS that both directions share, and the ids that we make for what has none of its own here."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from roundel.directory.enums import About

JSON = dict[str, object]
# Our field -> the specification's, for plain text.
TEXTS: Mapping[str, str] = {
    "name": "name",
    "description": "description",
    "serves": "eligibility_description",
    "how_to_refer": "application_process",
    "cost_words": "fees_description",
    "waiting_words": "wait_time",
    "email": "email",
    "website": "url",
    "access": "interpretation_services",
}
AGES: Mapping[str, str] = {"youngest": "minimum_age", "oldest": "maximum_age"}
# Lists of which we show the names: list -> (the field of an element that we show, our field, what parts them).
NAMED: Mapping[str, tuple[str, str, str]] = {
    "phones": ("number", "public_number", ", "),
    "languages": ("name", "languages", ", "),
}
AREAS, ATTRIBUTES = "service_areas", "attributes"
LISTS = (*NAMED, AREAS, ATTRIBUTES)
AGENCY = {"name": "name", "description": "description", "website": "website"}
STATES = ("active", "inactive", "defunct", "temporarily closed")
# Who keeps the other directory, and named people: not kept, wherever they stand.
ABOUT_PEOPLE = frozenset({"contacts", "contact", "assurer_email", "metadata"})
# Kinds of attribute of ours: the coded questions of the taxonomy, and two with choices of their own.
COST, WAITING = "cost", "waiting"
KINDS = (*About.values, COST, WAITING)
TAXONOMY = "roundel-directory"
NAMESPACE = uuid.UUID("8d0e3b52-6d0f-4f7c-9f43-2c3f0c6a7b11")


def element_id(service: uuid.UUID, kind: str, key: str) -> str:
    """The id of an element that we make: always the same for the same entry, list and content."""
    return str(uuid.uuid5(service, f"{kind}:{key}"))


def term_id(kind: str, code: str) -> str:
    """The id of one of our terms: the same in every installation."""
    return str(uuid.uuid5(NAMESPACE, f"{kind}:{code}"))


def is_empty(value: object) -> bool:
    """Whether a value says nothing: null, no text, an empty list or object."""
    return value is None or value in ("", [], {})
