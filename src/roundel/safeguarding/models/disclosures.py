"""``Disclosure``: what was shared with an agency. Its page is a receipt that could be shown in court."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from roundel.kernel.fields import SealedTextField
from roundel.kernel.ids import new_id
from roundel.safeguarding.enums import Agency, Basis, CallerTold, Item, Means
from roundel.safeguarding.models.concerns import Concern
from roundel.safeguarding.models.decisions import ThresholdDecision

USER = settings.AUTH_USER_MODEL


class Disclosure(models.Model):
    """Written once; a wrong one is struck out with a reason and stays to be seen. The acknowledgement is added later.

    ``number`` counts within its concern: the third disclosure of concern S-7F3K-9X.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="disclosures", db_index=False)
    number = models.PositiveIntegerField()
    decision = models.ForeignKey(ThresholdDecision, on_delete=models.PROTECT, related_name="disclosures")
    agency = models.CharField(max_length=12, choices=Agency)
    basis = models.CharField(max_length=12, choices=Basis)
    means = models.CharField(max_length=12, choices=Means)
    caller_told = models.CharField(max_length=10, choices=CallerTold)
    shared_at = models.DateTimeField()
    shared_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", db_index=False)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", db_index=False)
    acknowledge_due_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_recorded_at = models.DateTimeField(null=True)
    acknowledged_recorded_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    struck_at = models.DateTimeField(null=True)
    struck_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    agency_name = SealedTextField()
    person = SealedTextField(null=True)
    what = SealedTextField(family="identity")
    basis_words = SealedTextField()
    caller_words = SealedTextField(null=True)
    acknowledged_person = SealedTextField(null=True)
    their_reference = SealedTextField(null=True)
    will_do = SealedTextField(null=True)
    struck_words = SealedTextField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["acknowledge_due_at", "concern"],
                name="disclosure_unacknowledged",
                condition=Q(acknowledged_at__isnull=True, struck_at__isnull=True),
            ),
            models.Index(fields=["shared_at", "agency", "basis", "means"], name="disclosure_counted"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["concern", "number"], name="one_disclosure_of_a_number"),
            models.CheckConstraint(condition=Q(shared_at__lte=F("recorded_at")), name="shared_before_it_is_recorded"),
            models.CheckConstraint(
                condition=Q(acknowledged_at=None, acknowledged_recorded_at=None, acknowledged_recorded_by=None)
                | Q(
                    acknowledged_at__gte=F("shared_at"),
                    acknowledged_recorded_at__gte=F("acknowledged_at"),
                    acknowledged_recorded_by__isnull=False,
                ),
                name="acknowledged_has_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(struck_at=None, struck_by=None) | Q(struck_at__isnull=False, struck_by__isnull=False),
                name="struck_has_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"disclosure {self.pk}"


class DisclosureItem(models.Model):
    """One kind of thing that was shared in a disclosure."""

    id = models.BigAutoField(primary_key=True)
    disclosure = models.ForeignKey(Disclosure, on_delete=models.CASCADE, related_name="items", db_index=False)
    item = models.CharField(max_length=20, choices=Item)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["disclosure", "item"], name="item_once_in_a_disclosure")]

    def __str__(self) -> str:
        return f"item {self.pk}"
