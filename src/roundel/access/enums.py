"""Stored choices of the access app."""

from django.db.models import TextChoices


class Ground(TextChoices):
    """Why one person may open one record that is otherwise closed."""

    NAMED = "named", "named for this record"
    BREAK_GLASS = "break_glass", "emergency access"


class ReviewOutcome(TextChoices):
    """What somebody else found when looking at an emergency access afterwards."""

    JUSTIFIED = "justified", "It was needed"
    NOT_JUSTIFIED = "not_justified", "It was not needed; I have spoken with the person"
    ESCALATED = "escalated", "It needs looking into further"
