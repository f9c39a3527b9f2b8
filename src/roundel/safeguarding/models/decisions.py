"""``ThresholdDecision``: whether something said in confidence is passed on, by whom decided, and why either way."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from roundel.kernel.fields import SealedTextField
from roundel.kernel.ids import new_id
from roundel.safeguarding.enums import (
    IN_EFFECT,
    SECOND_GIVEN,
    TAKEN_ALONE,
    Called,
    CallerTold,
    Choice,
    DecisionState,
    Option,
    Risk,
)

USER = settings.AUTH_USER_MODEL


class ThresholdDecision(models.Model):
    """Written once and never edited: a new decision supersedes it. Decided and recorded are kept as two times.

    ``source_app`` and ``source_reference`` say where it comes from, as text: safeguarding knows no service.
    A service joins its own records on them (``source_reference = helpline_contact.reference``); the index
    ``decision_of_source`` serves the join, ``decision_counted`` the figures.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(max_length=12, unique=True)
    source_app = models.CharField(max_length=20)
    source_reference = models.CharField(max_length=12)
    state = models.CharField(max_length=20, choices=DecisionState, default=DecisionState.PROPOSED)
    restricted = models.BooleanField(default=False)

    found_child = models.BooleanField()
    found_adult_at_risk = models.BooleanField()
    found_other = models.BooleanField()
    risk = models.CharField(max_length=10, choices=Risk)
    called = models.CharField(max_length=10, choices=Called, blank=True)
    decision = models.CharField(max_length=10, choices=Choice)
    find_out_by = models.DateField(null=True)
    caller_told = models.CharField(max_length=10, choices=CallerTold)

    decided_at = models.DateTimeField()
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", db_index=False)
    proposed_as = models.CharField(max_length=30)
    second_due_at = models.DateTimeField()
    # Whoever seconds it, or does not.
    seconded_at = models.DateTimeField(null=True)
    seconded_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    seconded_as = models.CharField(max_length=30, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    supersedes = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="superseded_by", db_index=True
    )
    # The concern that it made or, superseding another, changed; and whom the proposer chose to own it.
    concern = models.ForeignKey("Concern", on_delete=models.PROTECT, null=True, related_name="decisions")
    owner = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    # Sealed text stands last in the row.
    risk_words = SealedTextField()
    called_words = SealedTextField(null=True)
    options_words = SealedTextField(null=True)
    reasons = SealedTextField()
    caller_words = SealedTextField(null=True)
    alone_words = SealedTextField(null=True)
    second_words = SealedTextField(null=True)
    withdrawn_words = SealedTextField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["source_app", "source_reference", "state", "restricted"], name="decision_of_source"),
            models.Index(fields=["state", "second_due_at"], name="decision_waiting"),
            models.Index(fields=["proposed_by", "-proposed_at"], name="decision_by_proposer"),
            models.Index(fields=["seconded_by", "-proposed_at"], name="decision_by_seconder"),
            models.Index(fields=["-proposed_at", "-id"], name="decision_newest"),
            models.Index(fields=["find_out_by"], name="decision_dated", condition=Q(find_out_by__isnull=False)),
            models.Index(
                fields=["decided_at", "decision", "state", "caller_told", "risk", "source_app", "source_reference"],
                name="decision_counted",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision=Choice.FIND_OUT, find_out_by__isnull=False)
                | (~Q(decision=Choice.FIND_OUT) & Q(find_out_by__isnull=True)),
                name="decision_finds_out_by_a_day",
            ),
            models.CheckConstraint(
                condition=Q(risk=Risk.NOW) & ~Q(called="") | ~Q(risk=Risk.NOW) & Q(called=""),
                name="decision_at_risk_now_says_who_called",
            ),
            models.CheckConstraint(
                condition=(~Q(state__in=SECOND_GIVEN) & Q(seconded_at=None, seconded_by=None, seconded_as=""))
                | (
                    Q(state__in=SECOND_GIVEN, seconded_at__isnull=False, seconded_by__isnull=False) & ~Q(seconded_as="")
                ),
                name="decision_seconded_has_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(seconded_by=None) | ~Q(seconded_by=F("proposed_by")), name="decision_has_two_people"
            ),
            models.CheckConstraint(
                condition=(Q(state=DecisionState.WITHDRAWN, withdrawn_at__isnull=False, withdrawn_by__isnull=False))
                | (~Q(state=DecisionState.WITHDRAWN) & Q(withdrawn_at=None, withdrawn_by=None)),
                name="decision_withdrawn_has_who_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=TAKEN_ALONE) | Q(decision=Choice.SHARE), name="decision_taken_alone_is_to_share"
            ),
            models.UniqueConstraint(
                fields=["supersedes"], condition=Q(state__in=IN_EFFECT), name="a_decision_is_superseded_once"
            ),
            models.CheckConstraint(
                condition=Q(decided_at__lte=F("proposed_at")), name="decision_is_recorded_when_or_after_decided"
            ),
            models.CheckConstraint(
                condition=Q(decision=Choice.SHARE, owner__isnull=False)
                | (~Q(decision=Choice.SHARE) & Q(owner__isnull=True)),
                name="decision_to_share_has_an_owner",
            ),
        ]

    def __str__(self) -> str:
        return f"threshold decision {self.pk}"


class DecisionOption(models.Model):
    """One thing that was considered before a decision."""

    id = models.BigAutoField(primary_key=True)
    decision = models.ForeignKey(ThresholdDecision, on_delete=models.CASCADE, related_name="options", db_index=False)
    option = models.CharField(max_length=20, choices=Option)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["decision", "option"], name="option_once_in_a_decision")]

    def __str__(self) -> str:
        return f"option {self.pk}"
