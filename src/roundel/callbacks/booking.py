"""``Booking``: what is asked of somebody who is to be called back, as plain values."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from roundel.callbacks.enums import About, Language, Message, Priority

OUR_NAME = "Sam"
INTRODUCTION = f"Hello, this is {OUR_NAME}. I am returning a call. Is this a good moment?"
MESSAGES = {
    Message.NONE: "Leave no message, with nobody.",
    Message.NAME: f"You may say only: “{OUR_NAME} called.” Nothing else.",
    Message.NEUTRAL: "You may say only: “Sorry I missed you. I will try again.” No name, no number.",
}


@dataclass(frozen=True)
class Booking:
    """When, how soon, and how to call safely. ``slot_id`` is None for as soon as possible."""

    number: str
    slot_id: uuid.UUID | None = None
    priority: int = Priority.ORDINARY
    priority_reason: str = ""
    earliest: dt.time | None = None
    latest: dt.time | None = None
    last_day: dt.date | None = None
    message: str = Message.NONE
    ask_for: str = ""
    introduce_as: str = ""
    pass_phrase: str = ""
    language: str = Language.ENGLISH
    interpreter: bool = False
    about: str = About.FIRST

    def __repr__(self) -> str:
        return "Booking(<sealed>)"
