"""What may be stored about calls."""

from __future__ import annotations

from django.db import models


class Outcome(models.TextChoices):
    """What became of a call."""

    UNKNOWN = "unknown", "Only its end was told: not counted"
    RINGING = "ringing", "Still ringing"
    ANSWERED = "answered", "Answered"
    ABANDONED = "abandoned", "Abandoned: the caller hung up while waiting"
    MISSED = "missed", "Missed: nobody answered"


COUNTED = (Outcome.ANSWERED, Outcome.MISSED, Outcome.ABANDONED)


class Told(models.TextChoices):
    """What a telephone system tells of a call."""

    RINGING = "ringing", "It rings"
    ANSWERED = "answered", "Somebody answered"
    ABANDONED = "abandoned", "The caller hung up while waiting"
    MISSED = "missed", "Nobody answered"
    ENDED = "ended", "It ended"


class Source(models.TextChoices):
    """Where we know of a call from."""

    TELEPHONE = "telephone", "Told by the telephone system"
    IMPORTED = "imported", "Imported from a file"


class ImportState(models.TextChoices):
    """How far an import has come."""

    CHECKED = "checked", "Checked, not added"
    ADDED = "added", "Added"
    DROPPED = "dropped", "Dropped"
    TAKEN_BACK = "taken_back", "Taken back"
