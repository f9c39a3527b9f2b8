"""What is kept of an anonymous caller: an alias for the desk, and a code that only the caller knows."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from roundel.kernel.ids import new_id


class Caller(models.Model):
    """Somebody who was given a caller code. No name, no address, no telephone number, and no code.

    ``lookup`` finds the caller from the code and ``wrapped_key`` opens with it; neither leads back to
    the code. The alias is for staff and says nothing about the person. Staff are named by id only,
    without a foreign key, so that a program without accounts can load this app.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    alias = models.CharField(max_length=40, unique=True)
    lookup = models.BinaryField(max_length=32, unique=True)
    wrapped_key = models.BinaryField(max_length=128)
    created_at = models.DateTimeField()
    created_by_id = models.UUIDField(null=True)
    code_issued_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(code_issued_at__gte=F("created_at")), name="caller_code_not_before_caller"
            ),
        ]

    def __str__(self) -> str:
        return f"caller {self.pk}"


class CodeAttempts(models.Model):
    """How many wrong codes came from one desk in the present window: a count, and nothing about where from.

    ``bucket`` is ``desk:<user id>`` or one bucket for the whole public site; never an address.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    bucket = models.CharField(max_length=60, unique=True)
    window_start = models.DateTimeField()
    wrong = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"attempts {self.pk}"
