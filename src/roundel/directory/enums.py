"""Stored choices of the directory that do not belong to its versioned taxonomy."""

from django.db.models import TextChoices


class About(TextChoices):
    """What a coded term of an entry answers; the values are the lists of the taxonomy."""

    NEED = "needs", "What it helps with"
    GROUP = "groups", "Whom it is for"
    AREA = "areas", "Where"
    WAY = "ways", "How one gets there"


class Cost(TextChoices):
    """What it costs those who use it."""

    FREE = "free", "Free"
    SOMETIMES = "sometimes", "Free for some"
    PAID = "paid", "Paid for"


class Waiting(TextChoices):
    """How long one waits."""

    NONE = "none", "At once"
    WEEKS = "weeks", "Within a month"
    MONTHS = "months", "One to three months"
    LONG = "long", "More than three months"
    CLOSED = "closed", "Takes nobody at present"


class Freshness(TextChoices):
    """How long ago an entry was last checked: never stored, worked out on any day (see freshness.py)."""

    FRESH = "fresh", "Checked"
    CHECK_IT = "check", "Check it"
    OVERDUE = "overdue", "Not checked for over a year"
    NEVER = "never", "Never checked"
