"""Shifts, who is down for them from when to when, cover that was asked for, and breaks."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from roundel.kernel.fields import SealedTextField
from roundel.kernel.ids import new_id
from roundel.rota.enums import CoverState, Duty, ShiftState, SigningState

USER = settings.AUTH_USER_MODEL
STANDING = Q(ended_at__isnull=True)


class Shift(models.Model):
    """A stretch of time in which so many people are needed for one duty. Cancelled, never deleted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.PositiveIntegerField(default=1)
    duty = models.CharField(max_length=12, choices=Duty)
    # Moments, made from local times: a night in which the clocks change is as long as it really was.
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    needed = models.PositiveSmallIntegerField()
    break_minutes = models.PositiveSmallIntegerField(default=0)
    note = SealedTextField(null=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    cancelled_reason = SealedTextField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["starts_at", "duty", "id"], name="shift_by_start"),
            models.Index(fields=["ends_at"], name="shift_by_end"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="shift_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(needed__gte=1), name="shift_needs_somebody"),
            # A form sent twice, or two managers at once, make no second shift: for more people, more are needed.
            models.UniqueConstraint(
                fields=["duty", "starts_at", "ends_at"],
                condition=Q(cancelled_at__isnull=True),
                name="one_shift_of_a_time",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True, cancelled_by__isnull=True, cancelled_reason__isnull=True)
                | Q(cancelled_at__isnull=False, cancelled_by__isnull=False, cancelled_reason__isnull=False),
                name="shift_cancelled_has_who_when_why",
            ),
        ]

    def __str__(self) -> str:
        return f"shift {self.pk}"

    @property
    def state(self) -> str:
        """Planned or cancelled, told by its dates."""
        return ShiftState.CANCELLED if self.cancelled_at else ShiftState.PLANNED


class Signing(models.Model):
    """One person down for one shift, from one moment to another. Ended, never written over.

    So it can be said of any moment, past or to come, who was on.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    shift = models.ForeignKey(Shift, on_delete=models.PROTECT, related_name="signings", db_index=False)
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", db_index=False)
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=SigningState, default=SigningState.STANDING)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    ended_reason = SealedTextField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["shift", "ended_at", "signed_at"], name="signing_by_shift"),
            models.Index(fields=["user", "ended_at", "shift"], name="signing_by_user"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["shift", "user"], condition=STANDING, name="down_once_for_a_shift"),
            models.CheckConstraint(
                condition=Q(state=SigningState.STANDING, ended_at__isnull=True, ended_by__isnull=True)
                | (~Q(state=SigningState.STANDING) & Q(ended_at__isnull=False, ended_by__isnull=False)),
                name="signing_ended_has_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("signed_at")),
                name="signing_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~Q(state=SigningState.TAKEN_OFF) | Q(ended_reason__isnull=False), name="taken_off_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"place {self.pk} on shift {self.shift_id}"


class CoverRequest(models.Model):
    """Somebody down for a shift asks whether somebody else takes it. He stays down until it is taken."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    signing = models.ForeignKey(Signing, on_delete=models.PROTECT, related_name="cover_requests")
    asked_at = models.DateTimeField()
    reason = SealedTextField(null=True)
    state = models.CharField(max_length=12, choices=CoverState, default=CoverState.ASKED)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    taken_as = models.OneToOneField(Signing, on_delete=models.PROTECT, null=True, related_name="covers")

    class Meta:
        indexes = [models.Index(fields=["asked_at"], name="cover_open", condition=Q(settled_at__isnull=True))]
        constraints = [
            models.UniqueConstraint(
                fields=["signing"], condition=Q(settled_at__isnull=True), name="one_open_cover_for_a_place"
            ),
            models.CheckConstraint(
                condition=Q(state=CoverState.ASKED, settled_at__isnull=True, settled_by__isnull=True)
                | (~Q(state=CoverState.ASKED) & Q(settled_at__isnull=False, settled_by__isnull=False)),
                name="cover_settled_has_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(state=CoverState.TAKEN, taken_as__isnull=False)
                | (~Q(state=CoverState.TAKEN) & Q(taken_as__isnull=True)),
                name="cover_taken_by_a_new_place",
            ),
        ]

    def __str__(self) -> str:
        return f"cover {self.pk}"


class Break(models.Model):
    """A break that somebody takes during a shift."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    signing = models.ForeignKey(Signing, on_delete=models.PROTECT, related_name="breaks", db_index=False)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["signing", "began_at", "ended_at"], name="break_by_place")]
        constraints = [
            models.UniqueConstraint(fields=["signing"], condition=Q(ended_at__isnull=True), name="one_open_break"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("began_at")), name="break_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"break {self.pk}"
