"""Audit events, the seals that chain them, and the head of the chain.

No foreign keys: the audit knows no user model and no record, so that it outlives both.
"""

from __future__ import annotations

from django.db import models

from roundel.audit.chain import GENESIS
from roundel.audit.enums import Via
from roundel.kernel import clock
from roundel.kernel.fields import SealedTextField
from roundel.kernel.ids import new_id


class AuditEvent(models.Model):
    """Somebody did something. Inserted once, never changed: the database itself refuses (see guards)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=clock.now)
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=120)
    event = models.CharField(max_length=80)
    kind = models.CharField(max_length=80)
    object_id = models.UUIDField(null=True)
    reference = models.CharField(max_length=40, blank=True)
    # A reason may hold personal words; it is sealed anew when keys rotate, so its MAC is over the words.
    reason = SealedTextField(null=True)
    # Canonical JSON of codes and numbers as text, so that both databases keep the very same bytes.
    detail = models.CharField(max_length=2000, blank=True)
    via = models.CharField(max_length=12, blank=True, choices=[(via.value, via.value) for via in Via])
    row_mac = models.BinaryField(max_length=32)

    class Meta:
        indexes = [
            models.Index(fields=["-happened_at", "-id"], name="audit_by_time"),
            models.Index(fields=["actor_id", "-happened_at", "-id"], name="audit_by_actor"),
            models.Index(fields=["kind", "object_id", "-happened_at", "-id"], name="audit_by_record"),
            models.Index(fields=["event", "-happened_at", "-id"], name="audit_by_event"),
        ]

    def __str__(self) -> str:
        return f"audit event {self.pk}"


class AuditPending(models.Model):
    """An event that waits for its seal; inserted with the event, removed when it is sealed."""

    event_id = models.UUIDField(primary_key=True)

    def __str__(self) -> str:
        return f"pending {self.pk}"


class AuditSeal(models.Model):
    """One link of the chain: a MAC over the link before it and one event."""

    seq = models.BigIntegerField(primary_key=True)
    event_id = models.UUIDField(unique=True)
    mac = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"seal {self.seq}"


class AuditHead(models.Model):
    """The newest link of the chain: one row, locked while sealing."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField(default=0)
    mac = models.BinaryField(max_length=32, default=GENESIS)
    sealed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="audit_has_one_head")]

    def __str__(self) -> str:
        return f"head at {self.seq}"


class AuditActor(models.Model):
    """Everybody who appears in the audit, for the list to choose from; kept up by the sealing."""

    actor_id = models.UUIDField(primary_key=True)
    name = models.CharField(max_length=120)

    def __str__(self) -> str:
        return f"actor {self.pk}"
