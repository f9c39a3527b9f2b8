"""Practice calls, and what supervisors say to them. Apart from all records: nothing else points here."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from roundel.kernel.fields import SealedJSONField, SealedTextField
from roundel.kernel.ids import new_id
from roundel.practice.enums import State

USER = settings.AUTH_USER_MODEL


class PracticeCall(models.Model):
    """One call with a scripted caller. All that was done in it is one sealed document (see content.py)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(max_length=12, unique=True)
    user = models.ForeignKey(USER, on_delete=models.CASCADE, related_name="+", db_index=False)
    script = models.CharField(max_length=40)
    script_version = models.PositiveSmallIntegerField()
    form_version = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=State, default=State.TAKING)
    version = models.PositiveIntegerField(default=1)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    reflection_shared = models.BooleanField(default=False)
    reflection = SealedTextField(null=True)
    content = SealedJSONField(family="identity")

    class Meta:
        indexes = [
            models.Index(fields=["user", "state", "-started_at"], name="practice_own"),
            models.Index(fields=["-finished_at", "-id"], name="practice_finished"),
            models.Index(
                fields=["finished_at"],
                name="practice_to_look_at",
                condition=Q(finished_at__isnull=False, reviewed_at__isnull=True),
            ),
            models.Index(fields=["started_at"], name="practice_by_age"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=State.TAKING, finished_at__isnull=True)
                | (~Q(state=State.TAKING) & Q(finished_at__isnull=False, ended_at__isnull=False)),
                name="practice_finished_has_when",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")), name="practice_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(reviewed_at__isnull=True, reviewed_by__isnull=True)
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False, finished_at__isnull=False),
                name="practice_reviewed_has_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(reflection_shared=False) | Q(reflection__isnull=False), name="practice_shares_what_is_there"
            ),
        ]

    def __str__(self) -> str:
        return f"practice call {self.reference}"


class PracticeComment(models.Model):
    """What a supervisor said to somebody's practice call."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    call = models.ForeignKey(PracticeCall, on_delete=models.CASCADE, related_name="comments", db_index=False)
    words = SealedTextField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    seen_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["call", "written_at"], name="practice_comment_of_call"),
            models.Index(fields=["call"], name="practice_comment_unseen", condition=Q(seen_at__isnull=True)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(seen_at__isnull=True) | Q(seen_at__gte=F("written_at")), name="practice_seen_after_written"
            )
        ]

    def __str__(self) -> str:
        return f"comment {self.pk}"
