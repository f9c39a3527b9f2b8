"""Stored choices of the rota."""

from django.db.models import TextChoices


class Duty(TextChoices):
    """What somebody is there for during a shift."""

    LINE = "line", "Answering the line"
    SUPERVISOR = "supervisor", "Supervisor on duty"
    LEAD = "lead", "Safeguarding lead on call"


class ShiftState(TextChoices):
    """The states of a shift, told by its dates (see states.py)."""

    PLANNED = "planned", "Planned"
    CANCELLED = "cancelled", "Cancelled"


class SigningState(TextChoices):
    """Whether somebody is down for a shift, or why no longer."""

    STANDING = "standing", "Down for it"
    STEPPED_DOWN = "stepped_down", "Stepped down"
    TAKEN_OFF = "taken_off", "Taken off"
    COVERED = "covered", "Covered by somebody else"
    CANCELLED = "cancelled", "The shift was cancelled"


class CoverState(TextChoices):
    """What became of asking for cover."""

    ASKED = "asked", "Asked for"
    TAKEN = "taken", "Taken"
    WITHDRAWN = "withdrawn", "Withdrawn"
    NOT_NEEDED = "not_needed", "No longer needed"
