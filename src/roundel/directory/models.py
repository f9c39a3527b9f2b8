"""Agencies, what they offer, and when somebody last looked whether it is still true. Public facts, no person's name."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from roundel.directory.enums import About, Cost, Waiting
from roundel.kernel.fields import SealedJSONField, SealedTextField
from roundel.kernel.ids import new_id

USER = settings.AUTH_USER_MODEL


class Agency(models.Model):
    """An organisation that runs services. Its id is kept when it comes from, or goes into, an exchange file."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.PositiveIntegerField(default=1)
    name = models.CharField(max_length=200)
    # The name as it is compared, so that a name typed in a form finds the agency that is there.
    folded = models.CharField(max_length=200)
    description = models.CharField(max_length=2_000, blank=True)
    website = models.CharField(max_length=500, blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    # What an exchange file said and we have no field for. Nobody has read it, so it is sealed.
    more = SealedJSONField(null=True)

    class Meta:
        indexes = [models.Index(fields=["folded", "id"], name="agency_by_name")]

    def __str__(self) -> str:
        return f"agency {self.pk}"


class Service(models.Model):
    """One thing that an agency offers: what, to whom, where, how one gets there, what it costs, how long one waits."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="services")
    version = models.PositiveIntegerField(default=1)
    taxonomy = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    description = models.CharField(max_length=4_000, blank=True)
    serves = models.CharField(max_length=1_000, blank=True)
    youngest = models.PositiveSmallIntegerField(null=True)
    oldest = models.PositiveSmallIntegerField(null=True)
    area_words = models.CharField(max_length=500, blank=True)
    how_to_refer = models.CharField(max_length=2_000, blank=True)
    cost = models.CharField(max_length=10, choices=Cost, blank=True)
    cost_words = models.CharField(max_length=500, blank=True)
    waiting = models.CharField(max_length=10, choices=Waiting, blank=True)
    waiting_words = models.CharField(max_length=500, blank=True)
    public_number = models.CharField(max_length=200, blank=True)
    email = models.CharField(max_length=254, blank=True)
    website = models.CharField(max_length=500, blank=True)
    languages = models.CharField(max_length=500, blank=True)
    access = models.CharField(max_length=1_000, blank=True)

    # The day on which somebody last made sure; he is not known where the day comes from another directory.
    checked_on = models.DateField(null=True)
    checked_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    # When its facts last changed, here or where it came from.
    modified_at = models.DateTimeField()
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    retired_at = models.DateTimeField(null=True)
    retired_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    retired_reason = SealedTextField(null=True)
    more = SealedJSONField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["name", "id"], name="service_by_name"),
            models.Index(fields=["checked_on", "id"], name="service_by_check", condition=Q(retired_at__isnull=True)),
            models.Index(fields=["modified_at"], name="service_by_change"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True) | Q(checked_on__isnull=False), name="service_checker_has_a_day"
            ),
            models.CheckConstraint(
                condition=Q(retired_at__isnull=True, retired_by__isnull=True, retired_reason__isnull=True)
                | Q(retired_at__isnull=False, retired_by__isnull=False, retired_reason__isnull=False),
                name="service_retired_has_who_when_why",
            ),
            models.CheckConstraint(
                condition=Q(youngest__isnull=True) | Q(oldest__isnull=True) | Q(oldest__gte=F("youngest")),
                name="service_ages_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"service {self.pk}"


class ServiceCode(models.Model):
    """One coded term of an entry: a need it meets, a group it is for, an area, a way to get there."""

    id = models.BigAutoField(primary_key=True)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="codes", db_index=False)
    about = models.CharField(max_length=10, choices=About)
    code = models.CharField(max_length=30)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "about", "code"], name="one_term_once")]
        indexes = [models.Index(fields=["about", "code", "service"], name="service_by_code")]

    def __str__(self) -> str:
        return f"{self.about} of service {self.service_id}"


class ServiceWord(models.Model):
    """A word by which an entry is found, folded: from its names, what it does, its area and its languages."""

    id = models.BigAutoField(primary_key=True)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="words", db_index=False)
    word = models.CharField(max_length=30)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "word"], name="one_word_once")]
        indexes = [models.Index(fields=["word", "service"], name="service_by_word")]

    def __str__(self) -> str:
        return f"word of service {self.service_id}"


class ServiceCheck(models.Model):
    """Somebody made sure on this day that an entry is right."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="checks", db_index=False)
    checked_on = models.DateField()
    checked_at = models.DateTimeField()
    checked_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["service", "-checked_at", "id"], name="check_by_service")]

    def __str__(self) -> str:
        return f"check of service {self.service_id}"


class EarlierEntry(models.Model):
    """What stood in an entry before it was written over: nothing that was once saved is lost."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="earlier_entries")
    version = models.PositiveIntegerField()
    content = SealedJSONField()
    replaced_at = models.DateTimeField()
    replaced_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "version"], name="one_earlier_entry_of_a_number")]

    def __str__(self) -> str:
        return f"version {self.version} of service {self.service_id}"


class Import(models.Model):
    """An exchange file that was sent: kept, sealed, until somebody has seen what it would do and taken it or not."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    content = SealedJSONField(null=True)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    taken = models.BooleanField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["-sent_at", "-id"], name="import_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(content__isnull=False, taken__isnull=True, closed_at__isnull=True, closed_by__isnull=True)
                | Q(content__isnull=True, taken__isnull=False, closed_at__isnull=False, closed_by__isnull=False),
                name="import_is_open_or_closed",
            )
        ]

    def __str__(self) -> str:
        return f"import {self.pk}"
