"""Where people were pointed to in a contact, and what became of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from roundel.directory.models import Service
from roundel.helpline.enums import SignpostKind, SignpostState, WhyNotThere
from roundel.helpline.models.contacts import Contact
from roundel.kernel.fields import SealedTextField
from roundel.kernel.ids import new_id

USER = settings.AUTH_USER_MODEL
WITH_REASON = (SignpostState.NO_CONTACT, SignpostState.TURNED_AWAY)


class Signpost(models.Model):
    """An entry of the directory that somebody was told about, or referred to with their agreement, in a contact."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="signposts", db_index=False)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=10, choices=SignpostKind)
    # What it was picked for, a code of the directory's taxonomy; an entry may help with several things.
    need = models.CharField(max_length=30, blank=True)
    words = SealedTextField(null=True)
    state = models.CharField(max_length=12, choices=SignpostState, default=SignpostState.GIVEN)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contact", "service"], name="one_signpost_to_a_service")]
        indexes = [
            models.Index(fields=["contact", "state", "given_at", "id"], name="signpost_by_contact"),
            models.Index(fields=["service", "state"], name="signpost_by_service"),
            # This one carries all that the figures group by.
            models.Index(fields=["given_at", "kind", "need", "state", "contact"], name="signpost_given"),
        ]

    def __str__(self) -> str:
        return f"signpost {self.pk}"


class SignpostAnswer(models.Model):
    """What was answered when a signpost was asked after in a later contact, or what an agency said of our referral."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    signpost = models.ForeignKey(Signpost, on_delete=models.PROTECT, related_name="answers", db_index=False)
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="signpost_answers", db_index=False)
    outcome = models.CharField(max_length=12, choices=SignpostState)
    why = models.CharField(max_length=20, choices=WhyNotThere, blank=True)
    words = SealedTextField(null=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["signpost", "contact"], name="signpost_asked_once_in_a_contact"),
            models.CheckConstraint(condition=~Q(outcome=SignpostState.GIVEN), name="signpost_asked_has_an_answer"),
            models.CheckConstraint(
                condition=~Q(outcome__in=WITH_REASON) | ~Q(why=""), name="signpost_not_reached_says_why"
            ),
        ]
        indexes = [models.Index(fields=["contact", "outcome", "signpost"], name="signpost_answer_by_contact")]

    def __str__(self) -> str:
        return f"answer about signpost {self.signpost_id}"
