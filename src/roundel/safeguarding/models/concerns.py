"""``Concern``: what is done once a decision to share has taken effect, until it is closed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from roundel.kernel.fields import SealedTextField
from roundel.kernel.ids import new_id
from roundel.safeguarding.enums import ConcernState, Outcome

USER = settings.AUTH_USER_MODEL


class Concern(models.Model):
    """One concern, with its owner and its clock. What happens next is worked out from it, and stored nowhere.

    ``decision`` made it; ``in_force`` is the decision to share that stands now, None if none does. The times by
    which something is due are worked out by the actions from what is recorded (limits.py).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(max_length=12, unique=True)
    version = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=10, choices=ConcernState, default=ConcernState.OPEN)
    restricted = models.BooleanField(default=False)
    urgent = models.BooleanField()
    decision = models.OneToOneField("ThresholdDecision", on_delete=models.PROTECT, related_name="made")
    in_force = models.ForeignKey("ThresholdDecision", on_delete=models.PROTECT, null=True, related_name="+")
    # The owner of the open row of Ownership, for lists.
    owner = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", db_index=False)
    opened_at = models.DateTimeField()
    share_due_at = models.DateTimeField()
    review_due_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    plan = SealedTextField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "-opened_at", "-id", "restricted", "owner"], name="concern_by_state"),
            models.Index(fields=["owner", "state", "-opened_at"], name="concern_by_owner"),
            models.Index(fields=["-opened_at", "-id"], name="concern_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ConcernState.OPEN, closed_at__isnull=True)
                | Q(state=ConcernState.CLOSED, closed_at__isnull=False),
                name="concern_closed_has_when",
            ),
        ]

    def __str__(self) -> str:
        return f"concern {self.pk}"


class Ownership(models.Model):
    """Who owned a concern from when to when. A row is ended, never written over."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="ownerships", db_index=False)
    owner = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", db_index=False)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)
    given_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", db_index=False)
    why = SealedTextField(null=True)

    class Meta:
        indexes = [models.Index(fields=["concern", "from_at"], name="ownership_of_concern")]
        constraints = [
            models.UniqueConstraint(
                fields=["concern"], condition=Q(to_at__isnull=True), name="one_owner_of_a_concern_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"ownership {self.pk}"


class Involved(models.Model):
    """Somebody who proposed, seconded, owned, noted or shared something in a concern: it stays open to him."""

    id = models.BigAutoField(primary_key=True)
    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="involved", db_index=False)
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["concern", "user"], name="involved_once_in_a_concern")]
        indexes = [models.Index(fields=["user", "concern"], name="concerns_of_a_person")]

    def __str__(self) -> str:
        return f"involved {self.pk}"


class ConcernNote(models.Model):
    """What happened, in somebody's words. Added, never changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="notes", db_index=False)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", db_index=False)
    words = SealedTextField()

    class Meta:
        indexes = [models.Index(fields=["concern", "happened_at"], name="note_of_concern")]

    def __str__(self) -> str:
        return f"note {self.pk}"


class EarlierPlan(models.Model):
    """A plan that was written over."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="earlier_plans", db_index=False)
    version = models.PositiveIntegerField()
    replaced_at = models.DateTimeField()
    replaced_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", db_index=False)
    plan = SealedTextField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["concern", "version"], name="one_plan_of_a_version")]

    def __str__(self) -> str:
        return f"earlier plan {self.pk}"


class Closing(models.Model):
    """A concern closed, with outcome and reason; and, if it came to that, reopened."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="closings", db_index=False)
    outcome = models.CharField(max_length=12, choices=Outcome)
    closed_at = models.DateTimeField()
    closed_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", db_index=False)
    closed_as = models.CharField(max_length=30)
    reopened_at = models.DateTimeField(null=True)
    reopened_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    reason = SealedTextField()
    unacknowledged_words = SealedTextField(null=True)
    reopened_words = SealedTextField(null=True)

    class Meta:
        indexes = [models.Index(fields=["concern", "closed_at"], name="closing_of_concern")]
        constraints = [
            models.UniqueConstraint(
                fields=["concern"], condition=Q(reopened_at__isnull=True), name="a_concern_is_closed_once"
            ),
            models.CheckConstraint(
                condition=Q(reopened_at=None, reopened_by=None)
                | Q(reopened_at__isnull=False, reopened_by__isnull=False),
                name="reopened_has_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"closing {self.pk}"
