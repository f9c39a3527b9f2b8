"""Reviews of contacts with their scores, comments, debriefs, and the dates of supervision."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from roundel.helpline.models import Contact
from roundel.kernel.fields import SealedTextField
from roundel.kernel.ids import new_id
from roundel.supervision.enums import (
    TOLD_STATES,
    Because,
    Chosen,
    CommentState,
    DebriefState,
    Reply,
    ReviewState,
    Told,
)

USER = settings.AUTH_USER_MODEL


class Drawing(models.Model):
    """One drawing by lot: one practitioner, one month, once. With the seed anybody can draw again and compare."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    practitioner = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", db_index=False)
    month = models.DateField()
    size = models.PositiveSmallIntegerField()
    pool = models.PositiveIntegerField()
    seed = models.CharField(max_length=32)
    drawn_at = models.DateTimeField()
    drawn_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["practitioner", "month"], name="one_drawing_of_a_month"),
            models.CheckConstraint(condition=Q(size__gte=1, pool__gte=1), name="drawing_has_size_and_pool"),
            models.CheckConstraint(condition=~Q(practitioner=F("drawn_by")), name="drawing_is_not_of_ones_own"),
        ]

    def __str__(self) -> str:
        return f"drawing {self.pk}"


class Review(models.Model):
    """One contact's quality review. ``practitioner`` took the contact; kept here so that lists have an index."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(max_length=12, unique=True)
    state = models.CharField(max_length=10, choices=ReviewState, default=ReviewState.DRAWN)
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+")
    practitioner = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", db_index=False)
    form_version = models.CharField(max_length=20)
    chosen = models.CharField(max_length=8, choices=Chosen)
    drawing = models.ForeignKey(Drawing, on_delete=models.PROTECT, null=True, related_name="reviews")
    drawn_at = models.DateTimeField()
    drawn_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    reviewer = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    taken_at = models.DateTimeField(null=True)
    shared_at = models.DateTimeField(null=True)
    reply = models.CharField(max_length=8, choices=Reply, blank=True)
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    because = SealedTextField(null=True)
    closing_reason = SealedTextField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["-drawn_at", "-id", "state"], name="review_newest"),
            models.Index(fields=["state", "-drawn_at", "-id"], name="review_by_state"),
            models.Index(fields=["practitioner", "-drawn_at", "-id", "state"], name="review_by_practitioner"),
            models.Index(fields=["reviewer", "state"], name="review_in_hand"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["contact"], condition=~Q(state="skipped"), name="one_review_of_a_contact"),
            models.CheckConstraint(condition=~Q(reviewer=F("practitioner")), name="nobody_reviews_his_own"),
            models.CheckConstraint(
                condition=Q(reviewer__isnull=True, taken_at__isnull=True)
                | Q(reviewer__isnull=False, taken_at__isnull=False),
                name="review_taken_has_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["drawn", "skipped"]) | Q(reviewer__isnull=False), name="review_has_reviewer"
            ),
            models.CheckConstraint(condition=~Q(state="drawn") | Q(reviewer__isnull=True), name="review_drawn_is_free"),
            models.CheckConstraint(
                condition=~Q(state__in=TOLD_STATES) | Q(shared_at__isnull=False), name="review_shared_has_when"
            ),
            models.CheckConstraint(
                condition=Q(reply="", answered_at__isnull=True) | (~Q(reply="") & Q(answered_at__isnull=False)),
                name="review_reply_has_when",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["closed", "skipped"], closed_at__isnull=False, closed_by__isnull=False)
                | (~Q(state__in=["closed", "skipped"]) & Q(closed_at__isnull=True, closed_by__isnull=True)),
                name="review_closed_has_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(chosen="lot", drawing__isnull=False, because__isnull=True)
                | Q(chosen="reason", drawing__isnull=True, because__isnull=False)
                | Q(chosen="live", drawing__isnull=True),
                name="review_says_how_it_was_chosen",
            ),
            models.CheckConstraint(
                condition=~Q(state="skipped") | Q(closing_reason__isnull=False), name="review_left_out_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"review {self.reference}"


class Score(models.Model):
    """What a review came to when it was shared. Never changed: a correction is the next number."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="scores", db_index=False)
    number = models.PositiveSmallIntegerField()
    form_version = models.CharField(max_length=20)
    total = models.DecimalField(max_digits=3, decimal_places=2, null=True)
    answered = models.PositiveSmallIntegerField()
    asked = models.PositiveSmallIntegerField()
    band = models.CharField(max_length=20, blank=True)
    scored_at = models.DateTimeField()
    scored_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    went_well = SealedTextField(null=True)
    think_about = SealedTextField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "number"], name="one_score_of_a_number"),
            models.CheckConstraint(condition=Q(answered__lte=F("asked")), name="score_answers_what_is_asked"),
            models.CheckConstraint(
                condition=Q(answered=0, total__isnull=True) | Q(answered__gt=0, total__gte=0, total__lte=3),
                name="score_without_answers_has_no_total",
            ),
        ]

    def __str__(self) -> str:
        return f"score {self.number} of review {self.review_id}"


class ScoreItem(models.Model):
    """One answer of a score: 0 to 3, "does not apply" or "could not tell"; and a note to it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    score = models.ForeignKey(Score, on_delete=models.PROTECT, related_name="items", db_index=False)
    item = models.CharField(max_length=30)
    mark = models.CharField(max_length=10)
    note = SealedTextField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["score", "item"], name="one_mark_for_an_item")]

    def __str__(self) -> str:
        return f"{self.item} of score {self.score_id}"


class Comment(models.Model):
    """What a supervisor and the practitioner write to each other about a contact. Nothing is changed or removed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+", db_index=False)
    practitioner = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", db_index=False)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, null=True, related_name="comments")
    answers = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replies")
    state = models.CharField(max_length=8, choices=CommentState, default=CommentState.SAID)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    words = SealedTextField()

    class Meta:
        indexes = [
            models.Index(fields=["contact", "written_at", "id"], name="comment_by_contact"),
            models.Index(fields=["practitioner", "state", "written_at"], name="comment_by_practitioner"),
            models.Index(fields=["written_at"], name="comment_waiting", condition=Q(state="waiting")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["said", "waiting"], settled_at__isnull=True, settled_by__isnull=True)
                | Q(state__in=["seen", "answered"], settled_at__isnull=False, settled_by__isnull=False),
                name="comment_settled_has_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(settled_by__isnull=True) | ~Q(settled_by=F("written_by")), name="comment_settled_by_another"
            ),
        ]

    def __str__(self) -> str:
        return f"comment {self.pk}"


class Listening(models.Model):
    """That a supervisor listened in to a contact, and when the practitioner was told of it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+", db_index=False)
    practitioner = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    listened_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    told = models.CharField(max_length=8, choices=Told)
    recorded_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contact", "listened_by"], name="listened_once_to_a_contact"),
            models.CheckConstraint(condition=~Q(practitioner=F("listened_by")), name="nobody_listens_in_on_himself"),
        ]

    def __str__(self) -> str:
        return f"listening {self.pk}"


class HardMark(models.Model):
    """That a contact was a hard one for the person who took it: said by that person or by a supervisor."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    contact = models.OneToOneField(Contact, on_delete=models.PROTECT, related_name="+")
    marked_at = models.DateTimeField(db_index=True)
    marked_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"mark {self.pk}"


class Debrief(models.Model):
    """An offer of a debrief and what became of it. There is no field for what was said, on purpose.

    An offer that follows from the records (danger, a hard one) has a row only from its first answer on.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", db_index=False)
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, null=True, related_name="+")
    because = models.CharField(max_length=8, choices=Because)
    state = models.CharField(max_length=8, choices=DebriefState, default=DebriefState.OFFERED)
    offered_at = models.DateTimeField()
    offered_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    held_at = models.DateTimeField(null=True)
    held_with = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["state", "-offered_at", "-id"], name="debrief_by_state"),
            models.Index(fields=["person", "state", "-offered_at"], name="debrief_by_person"),
            models.Index(fields=["-offered_at", "-id"], name="debrief_newest"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["contact", "person"], condition=Q(contact__isnull=False), name="one_debrief_of_a_contact"
            ),
            models.CheckConstraint(
                condition=Q(because__in=["offered", "asked"], offered_by__isnull=False)
                | Q(because__in=["danger", "hard"], offered_by__isnull=True, contact__isnull=False),
                name="debrief_says_who_offered_it",
            ),
            models.CheckConstraint(
                condition=Q(state="held", held_at__isnull=False, held_with__isnull=False)
                | (~Q(state="held") & Q(held_at__isnull=True, held_with__isnull=True)),
                name="debrief_held_has_when_and_with_whom",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["offered", "held"]) | Q(answered_at__isnull=False),
                name="debrief_answered_has_when",
            ),
            models.CheckConstraint(
                condition=Q(held_with__isnull=True) | ~Q(held_with=F("person")), name="debrief_is_with_another"
            ),
        ]

    def __str__(self) -> str:
        return f"debrief {self.pk}"


class SupervisionSession(models.Model):
    """One supervision session: who, when, how long, when next; what was agreed, sealed, for these two only."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    supervisor = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", db_index=False)
    practitioner = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", db_index=False)
    held_on = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    next_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    agreed = SealedTextField(null=True)
    withdrawn_reason = SealedTextField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["supervisor", "-held_on", "-id"], name="session_by_supervisor"),
            models.Index(fields=["practitioner", "-held_on", "-id"], name="session_by_practitioner"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(supervisor=F("practitioner")), name="session_is_of_two"),
            models.CheckConstraint(condition=Q(minutes__gte=1, minutes__lte=480), name="session_lasts_a_while"),
            models.CheckConstraint(
                condition=Q(next_on__isnull=True) | Q(next_on__gt=F("held_on")), name="session_next_comes_after"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_reason__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_reason__isnull=False),
                name="session_withdrawn_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"session {self.pk}"
