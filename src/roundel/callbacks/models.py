"""Slots, call-backs, attempts. What identifies anybody is sealed, and goes when the call-back ends."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from roundel.callbacks.enums import ENDED, About, Ending, Language, Message, Outcome, Priority, State
from roundel.correspondence.models import Caller
from roundel.kernel.fields import SealedTextField
from roundel.kernel.ids import new_id

USER = settings.AUTH_USER_MODEL
MOST_AT_ONCE = 50


class Slot(models.Model):
    """A time in which so many call-backs can be made. Withdrawn, it takes no more; what is booked in it stays."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    capacity = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", db_index=False)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        indexes = [models.Index(fields=["starts_at", "ends_at"], name="slot_by_time")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="slot_ends_after_start"),
            models.CheckConstraint(condition=Q(capacity__gte=1, capacity__lte=MOST_AT_ONCE), name="slot_has_room"),
            models.UniqueConstraint(
                fields=["starts_at", "ends_at"], condition=Q(withdrawn_at__isnull=True), name="one_slot_of_a_time"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="slot_withdrawn_has_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"slot {self.pk}"


class CallBack(models.Model):
    """A promise to call: when, how soon, under which rules of the person who waits. Nobody's name is needed.

    ``source_reference`` says in which contact it was booked, as text. ``opens_at``, ``due_at`` and
    ``expires_at`` follow from the plan (timing.py) and are kept so that lists can be sorted by them.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(max_length=12, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    source_reference = models.CharField(max_length=12, blank=True, db_index=True)
    caller = models.ForeignKey(Caller, on_delete=models.PROTECT, null=True, related_name="+")
    booked_at = models.DateTimeField()
    booked_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", db_index=False)

    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, null=True, related_name="call_backs", db_index=False)
    priority = models.PositiveSmallIntegerField(choices=Priority, default=Priority.ORDINARY)
    earliest = models.TimeField(null=True)
    latest = models.TimeField(null=True)
    last_day = models.DateField()
    opens_at = models.DateTimeField()
    due_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    message = models.CharField(max_length=8, choices=Message)
    language = models.CharField(max_length=6, choices=Language, default=Language.ENGLISH)
    interpreter = models.BooleanField(default=False)
    about = models.CharField(max_length=10, choices=About)

    attempts_made = models.PositiveSmallIntegerField(default=0)
    attempts_allowed = models.PositiveSmallIntegerField()
    tried_at = models.DateTimeField(null=True)
    tried_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    calling_at = models.DateTimeField(null=True)
    calling_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    ending = models.CharField(max_length=12, choices=Ending, blank=True)
    result_reference = models.CharField(max_length=12, blank=True)

    priority_reason = SealedTextField(null=True)
    closing_reason = SealedTextField(null=True)
    # These four say how somebody is reached; they are there while the call is to be made, and no longer.
    number = SealedTextField(null=True, family="identity")
    ask_for = SealedTextField(null=True, family="identity")
    introduce_as = SealedTextField(null=True, family="identity")
    pass_phrase = SealedTextField(null=True, family="identity")

    class Meta:
        indexes = [
            models.Index(fields=["state", "due_at", "priority", "id"], name="call_back_queue"),
            models.Index(fields=["state", "expires_at"], name="call_back_too_late"),
            models.Index(fields=["slot", "state"], name="call_back_by_slot"),
            models.Index(fields=["-ended_at", "-id"], name="call_back_ended", condition=Q(ended_at__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=State.CALLING, calling_at__isnull=False, calling_by__isnull=False)
                | (~Q(state=State.CALLING) & Q(calling_at__isnull=True, calling_by__isnull=True)),
                name="call_back_has_one_who_calls",
            ),
            models.CheckConstraint(
                condition=(Q(state__in=ENDED, ended_at__isnull=False, ended_by__isnull=False) & ~Q(ending=""))
                | (~Q(state__in=ENDED) & Q(ended_at__isnull=True, ended_by__isnull=True, ending="")),
                name="call_back_ended_has_who_when_why",
            ),
            models.CheckConstraint(
                condition=(~Q(state__in=ENDED) & Q(number__isnull=False))
                | Q(
                    state__in=ENDED,
                    number__isnull=True,
                    ask_for__isnull=True,
                    introduce_as__isnull=True,
                    pass_phrase__isnull=True,
                ),
                name="call_back_number_goes_at_the_end",
            ),
            models.CheckConstraint(
                condition=Q(state__in=(State.CANCELLED, State.GIVEN_UP), closing_reason__isnull=False)
                | (~Q(state__in=(State.CANCELLED, State.GIVEN_UP)) & Q(closing_reason__isnull=True)),
                name="call_back_not_made_says_why",
            ),
            models.CheckConstraint(
                condition=(Q(state=State.REACHED) & ~Q(result_reference=""))
                | (~Q(state=State.REACHED) & Q(result_reference="")),
                name="call_back_reached_leads_on",
            ),
            models.CheckConstraint(
                condition=Q(priority=Priority.ORDINARY, priority_reason__isnull=True)
                | Q(priority__in=(Priority.NOW, Priority.TODAY), priority_reason__isnull=False),
                name="call_back_sooner_says_why",
            ),
            models.CheckConstraint(
                condition=Q(tried_at__isnull=True, tried_by__isnull=True, attempts_made=0)
                | Q(tried_at__isnull=False, tried_by__isnull=False, attempts_made__gte=1),
                name="call_back_tried_has_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(attempts_made__lte=F("attempts_allowed")), name="call_back_attempts_are_limited"
            ),
            models.CheckConstraint(
                condition=Q(earliest__isnull=True) | Q(latest__isnull=True) | Q(latest__gt=F("earliest")),
                name="call_back_hours_in_order",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("opens_at"), due_at__lte=F("expires_at")), name="call_back_times_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"call-back {self.reference}"


class Attempt(models.Model):
    """One time that somebody took a call-back on, and what came of it. Written when it is over, never changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    call_back = models.ForeignKey(CallBack, on_delete=models.PROTECT, related_name="attempts", db_index=False)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    made_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", db_index=False)
    outcome = models.CharField(max_length=14, choices=Outcome)

    class Meta:
        indexes = [models.Index(fields=["call_back", "began_at"], name="attempt_by_call_back")]
        constraints = [
            models.CheckConstraint(condition=Q(ended_at__gte=F("began_at")), name="attempt_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"attempt {self.pk}"
