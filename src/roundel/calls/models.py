"""Calls as a telephone system tells of them, counts entered by hand, and what keeps both honest.

No telephone number stands in any table, sealed or not. What can be told apart is told apart by marks that
lead nowhere: see ``tokens`` in ``actions``.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from roundel.calls.enums import ImportState, Outcome, Source
from roundel.kernel.fields import SealedJSONField, SealedTextField
from roundel.kernel.ids import new_id

USER = settings.AUTH_USER_MODEL


class Import(models.Model):
    """One file from a telephone system: what was in it, who added it, and that it was seen before.

    ``found`` holds what the check read, without any number, until the calls are added or the check is dropped.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    fingerprint = models.BinaryField(max_length=16)
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.CHECKED)
    layout = models.BinaryField(max_length=16)  # a fingerprint of the header
    mapping = models.CharField(max_length=300)
    rows = models.PositiveIntegerField()
    new = models.PositiveIntegerField()
    known = models.PositiveIntegerField()
    wrong = models.PositiveIntegerField()
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    checked_at = models.DateTimeField()
    checked_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    added = models.PositiveIntegerField(null=True)
    found = SealedJSONField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["-checked_at"], name="call_import_newest"),
            models.Index(fields=["fingerprint"], name="import_by_fingerprint"),
            models.Index(fields=["layout", "-checked_at"], name="import_by_layout"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ImportState.CHECKED) | Q(settled_at__isnull=False, found__isnull=True),
                name="import_settled_keeps_nothing",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ImportState.ADDED, ImportState.TAKEN_BACK]) | Q(added__isnull=False),
                name="import_added_says_how_many",
            ),
        ]

    def __str__(self) -> str:
        return f"import {self.pk}"


class Call(models.Model):
    """One call. ``token`` tells redials of one day apart from other callers, and leads to no number.

    ``key`` is a keyed fingerprint of the telephone system's own id of the call, so that what is told twice
    counts once. ``day`` and ``half_hour`` are those of ``began_at``, kept because every count groups by them.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.BinaryField(max_length=16, unique=True)
    source = models.CharField(max_length=10, choices=Source)
    imported = models.ForeignKey(Import, on_delete=models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome)
    began_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    day = models.DateField()
    half_hour = models.DateTimeField()
    token = models.BinaryField(max_length=16, null=True)
    line = models.CharField(max_length=40, blank=True)
    extension = models.CharField(max_length=20, blank=True)
    extension_at = models.DateTimeField(null=True)
    contact_reference = models.CharField(max_length=12, blank=True)
    taken_at = models.DateTimeField(null=True)
    taken_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            # These carry all that is counted, so that a month is read from the index alone.
            models.Index(fields=["day", "outcome", "token"], name="call_by_day"),
            models.Index(fields=["half_hour", "outcome"], name="call_by_half_hour"),
            models.Index(fields=["began_at"], name="call_ringing", condition=Q(outcome=Outcome.RINGING)),
            models.Index(
                fields=["extension", "extension_at"],
                name="call_waiting_for_contact",
                condition=Q(taken_at__isnull=True, extension_at__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(answered_at__gte=F("began_at")),
                name="call_answered_after_it_began",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("began_at")), name="call_ends_after_it_began"
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.ANSWERED, answered_at__isnull=False)
                | (~Q(outcome=Outcome.ANSWERED) & Q(answered_at__isnull=True)),
                name="call_answered_says_when",
            ),
            models.CheckConstraint(
                condition=Q(extension="", extension_at__isnull=True)
                | (~Q(extension="") & Q(extension_at__isnull=False)),
                name="call_extension_says_when",
            ),
            models.CheckConstraint(
                condition=Q(taken_at__isnull=True, taken_by__isnull=True, contact_reference="")
                | Q(taken_at__isnull=False, taken_by__isnull=False),
                name="call_taken_has_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(source=Source.TELEPHONE, imported__isnull=True)
                | Q(source=Source.IMPORTED, imported__isnull=False),
                name="call_imported_says_from_what",
            ),
        ]

    def __str__(self) -> str:
        return f"call {self.pk}"


class DaySecret(models.Model):
    """The secret of one day, from which that day's tokens are made. Destroyed when the day is over."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    day = models.DateField(unique=True)
    secret = SealedTextField(family="identity")

    def __str__(self) -> str:
        return f"secret of {self.day}"


class EnteredDay(models.Model):
    """A day of which somebody entered counts by hand; ``version`` tells two people who enter it at once apart."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    day = models.DateField(unique=True)
    version = models.PositiveIntegerField(default=1)
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"entered {self.day}"


class HalfHour(models.Model):
    """Counts of one half-hour, entered by hand. They stand in the place of what a telephone system told of it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    entered = models.ForeignKey(EnteredDay, on_delete=models.CASCADE, related_name="half_hours")
    start = models.DateTimeField(unique=True)
    answered = models.PositiveIntegerField()
    missed = models.PositiveIntegerField()
    abandoned = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"half-hour {self.start:%Y-%m-%d %H:%M}"


class Receipt(models.Model):
    """A signed message that was taken in: it is taken in once. Kept as long as its time stamp would be accepted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    fingerprint = models.BinaryField(max_length=32, unique=True)
    signed_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"receipt {self.pk}"


class Extension(models.Model):
    """At which extension somebody sits: on one day, or (without a day) usually."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(USER, on_delete=models.CASCADE, related_name="+")
    extension = models.CharField(max_length=20)
    day = models.DateField(null=True)
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "day"], name="one_extension_a_day"),
            models.UniqueConstraint(fields=["user"], name="one_usual_extension", condition=Q(day__isnull=True)),
            models.UniqueConstraint(fields=["extension", "day"], name="one_person_at_an_extension_a_day"),
            models.UniqueConstraint(
                fields=["extension"], name="one_usual_person_at_an_extension", condition=Q(day__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"extension {self.pk}"
