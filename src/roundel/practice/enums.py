"""Stored choices of the practice desk."""

from django.db.models import TextChoices


class State(TextChoices):
    """The states of a practice call (see states.py)."""

    TAKING = "taking", "Being practised"
    FINISHED = "finished", "Finished"
    COUNTED = "counted", "Counted only"


class Threshold(TextChoices):
    """What one would do about a threshold decision, asked at the end of every practice call."""

    YES = "yes", "Yes, I would propose one and ask somebody to second it"
    UNSURE = "unsure", "I am not sure: I would ask my supervisor"
    NO = "no", "No, nobody who could be at risk can be identified"
