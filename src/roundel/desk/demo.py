"""What the demo holds beside the year of contacts: each app's own sample data, one after another."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable

from roundel.audit.sealing import seal_everything
from roundel.callbacks import demo as callbacks
from roundel.calls import demo as calls
from roundel.helpline.demo import call_backs, decided
from roundel.practice import demo as practice
from roundel.rota import demo as rota
from roundel.supervision import demo as supervision

SEED = 20260102
PARTS = {
    "the rota": rota.bring_about,
    "call-backs": callbacks.bring_about,
    "contacts that began with a call-back": call_backs.bring_about,
    "threshold decisions and concerns": decided.bring_about,
    "a year of calls": calls.bring_about,
    "practice calls": practice.bring_about,
    "supervision": supervision.bring_about,
}


def load(*, at: dt.datetime, say: Callable[[str], object]) -> None:
    """Bring about every part; says which one it is at."""
    for words, bring_about in PARTS.items():
        say(f"  {words} …")
        bring_about(at=at, chance=random.Random(SEED))  # noqa: S311 - the same for everybody
    seal_everything()
