"""Contacts, what was agreed in them, where people were pointed to, and what a person thinks belongs together."""

from roundel.helpline.models.contacts import (
    AskedAfter,
    Contact,
    ContactCode,
    ContactLink,
    EarlierVersion,
    NamedPerson,
    NameIndex,
    ProtectiveAction,
    SavedView,
)
from roundel.helpline.models.signposts import Signpost, SignpostAnswer

__all__ = [
    "AskedAfter",
    "Contact",
    "ContactCode",
    "ContactLink",
    "EarlierVersion",
    "NameIndex",
    "NamedPerson",
    "ProtectiveAction",
    "SavedView",
    "Signpost",
    "SignpostAnswer",
]
