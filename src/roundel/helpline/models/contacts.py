"""Contacts, what was agreed in them, and what a person thinks belongs together."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from roundel.correspondence.models import Caller
from roundel.helpline.enums import (
    Acknowledged,
    ActionKind,
    ActionState,
    Actor,
    Ending,
    LinkBasis,
    NamedAs,
    Nature,
    State,
    WhyNot,
)
from roundel.helpline.length import SecondsBetween
from roundel.kernel.fields import SealedJSONField, SealedTextField
from roundel.kernel.ids import new_id

USER = settings.AUTH_USER_MODEL

# What every list looks at, and what it may be narrowed by.
COUNTED = ("state", "nature", "restricted")
NARROWING = ("group", "channel", "taken_by")


class Contact(models.Model):
    """One contact with the helpline. It needs nobody's name; times are kept as happened and as recorded."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(max_length=12, unique=True)
    version = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=10, choices=State, default=State.TAKING)
    nature = models.CharField(max_length=14, choices=Nature, default=Nature.CONVERSATION)
    form_version = models.CharField(max_length=20)

    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()
    taken_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", db_index=False)
    closed_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    ending = models.CharField(max_length=14, choices=Ending, blank=True)
    # Computed by the database, for lists by length.
    seconds = models.GeneratedField(
        expression=SecondsBetween("started_at", "ended_at"),
        output_field=models.IntegerField(null=True),
        db_persist=True,
    )

    statement_version = models.CharField(max_length=20, blank=True)
    statement_at = models.DateTimeField(null=True)
    acknowledged = models.CharField(max_length=12, choices=Acknowledged, blank=True)

    # The coded answers that lists filter by and figures count; empty means not recorded.
    channel = models.CharField(max_length=20, blank=True)
    group = models.CharField(max_length=20, blank=True)
    relation = models.CharField(max_length=20, blank=True)
    profession = models.CharField(max_length=20, blank=True)
    stage = models.CharField(max_length=20, blank=True)
    age_band = models.CharField(max_length=12, blank=True)
    region = models.CharField(max_length=20, blank=True)
    heard = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=12, blank=True)

    caller = models.ForeignKey(Caller, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    restricted = models.BooleanField(default=False)
    danger_at = models.DateTimeField(null=True)
    danger_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    danger_seen_at = models.DateTimeField(null=True)
    danger_seen_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")

    # Sealed text stands last in the row: SQLite must step over all that comes before a column that it reads.
    closing_reason = SealedTextField(null=True)
    notes = SealedTextField(null=True)
    identifying = SealedTextField(null=True, family="identity")

    class Meta:
        indexes = [
            # The columns after the id are there to be read: a list is then filtered without opening a single row.
            models.Index(fields=["-started_at", "-id", *COUNTED, *NARROWING, "seconds"], name="contact_newest"),
            models.Index(
                fields=["-seconds", "-id", *COUNTED, *NARROWING],
                name="contact_longest",
                condition=Q(seconds__isnull=False),
            ),
            models.Index(fields=["group", "-started_at", "-id", *COUNTED, *NARROWING[1:]], name="contact_by_group"),
            models.Index(fields=["channel", "-started_at", "-id", *COUNTED], name="contact_by_channel"),
            models.Index(
                fields=["taken_by", "-started_at", "-id", *COUNTED, *NARROWING[:2]], name="contact_by_practitioner"
            ),
            models.Index(fields=["-started_at"], name="contact_restricted", condition=Q(restricted=True)),
            # These two carry all that the figures group by.
            models.Index(
                fields=["state", "-started_at", "-id", "nature", "group", "heard", "caller"], name="contact_by_state"
            ),
            models.Index(fields=["caller", "-started_at", "-id", "state", "nature", "group"], name="contact_by_caller"),
            models.Index(fields=["taken_by", "state"], name="contact_in_hand"),
            models.Index(fields=["danger_at"], name="contact_in_danger", condition=Q(danger_at__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=State.TAKING, closed_at__isnull=True, closed_by__isnull=True)
                | (~Q(state=State.TAKING) & Q(closed_at__isnull=False, closed_by__isnull=False)),
                name="contact_closed_has_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(statement_at__isnull=True, statement_version="", acknowledged="")
                | (Q(statement_at__isnull=False) & ~Q(statement_version="") & ~Q(acknowledged="")),
                name="contact_statement_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(identifying__isnull=True) | Q(statement_at__isnull=False),
                name="contact_identifies_only_after_statement",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")), name="contact_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(danger_at__isnull=True, danger_by__isnull=True)
                | Q(danger_at__isnull=False, danger_by__isnull=False),
                name="contact_danger_has_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(danger_seen_at__isnull=True, danger_seen_by__isnull=True)
                | Q(danger_seen_at__isnull=False, danger_seen_by__isnull=False, danger_at__isnull=False),
                name="contact_danger_seen_has_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"contact {self.reference}"


class EarlierVersion(models.Model):
    """What stood in a contact before it was written over: nothing that was once saved is lost."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="earlier_versions")
    version = models.PositiveIntegerField()
    content = SealedJSONField(family="identity")
    replaced_at = models.DateTimeField()
    replaced_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contact", "version"], name="one_earlier_version_of_a_number")]

    def __str__(self) -> str:
        return f"version {self.version} of contact {self.contact_id}"


class ContactCode(models.Model):
    """One coded answer to a question that takes several (topics, help with communication)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="codes", db_index=False)
    question = models.CharField(max_length=20)
    code = models.CharField(max_length=30)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contact", "question", "code"], name="one_answer_once")]
        indexes = [models.Index(fields=["question", "code", "contact"], name="contact_by_code")]

    def __str__(self) -> str:
        return f"{self.question} of contact {self.contact_id}"


class NamedPerson(models.Model):
    """A name that was said in a contact. Sealed; found again only by its blind indexes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="named")
    name = SealedTextField(family="identity")
    named_as = models.CharField(max_length=14, choices=NamedAs)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"named person {self.pk}"


class NameIndex(models.Model):
    """A keyed fingerprint of a name, or of how a part of it sounds. Says nothing without the index key."""

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(NamedPerson, on_delete=models.CASCADE, related_name="fingerprints", db_index=False)
    sounds = models.BooleanField()
    fingerprint = models.BinaryField(max_length=16)

    class Meta:
        # Both ways round, so that the parts of a name are found and compared within the indexes.
        indexes = [
            models.Index(fields=["fingerprint", "sounds", "person"], name="name_by_fingerprint"),
            models.Index(fields=["person", "sounds", "fingerprint"], name="name_of_person"),
        ]

    def __str__(self) -> str:
        return f"fingerprint {self.pk}"


class ProtectiveAction(models.Model):
    """What somebody will do, agreed in a contact: coded, in his own words, by when."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="actions", db_index=False)
    kind = models.CharField(max_length=20, choices=ActionKind)
    actor = models.CharField(max_length=14, choices=Actor, default=Actor.CALLER)
    words = SealedTextField(null=True)
    by_when = models.DateField(null=True)
    state = models.CharField(max_length=12, choices=ActionState, default=ActionState.AGREED)
    agreed_at = models.DateTimeField()
    agreed_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        indexes = [
            models.Index(fields=["contact", "state", "actor", "kind", "id"], name="action_by_contact"),
            models.Index(fields=["agreed_by", "actor", "state", "by_when"], name="action_promised"),
            models.Index(fields=["agreed_at"], name="action_agreed"),
        ]

    def __str__(self) -> str:
        return f"action {self.pk}"


class AskedAfter(models.Model):
    """What was answered when an action was asked after in a later contact."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    action = models.ForeignKey(ProtectiveAction, on_delete=models.PROTECT, related_name="answers", db_index=False)
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="answers", db_index=False)
    outcome = models.CharField(max_length=12, choices=ActionState)
    why = models.CharField(max_length=20, choices=WhyNot, blank=True)
    words = SealedTextField(null=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["action", "contact"], name="asked_once_in_a_contact"),
            models.CheckConstraint(condition=~Q(outcome=ActionState.AGREED), name="asked_has_an_answer"),
            models.CheckConstraint(condition=~Q(outcome=ActionState.NOT_DONE) | ~Q(why=""), name="not_done_says_why"),
        ]
        indexes = [models.Index(fields=["contact", "outcome", "action"], name="answer_by_contact")]

    def __str__(self) -> str:
        return f"answer {self.pk}"


class ContactLink(models.Model):
    """Two contacts that somebody thinks come from the same person, and why. Undone, never deleted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    earlier = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="links_to_later")
    later = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="links_to_earlier")
    basis = models.CharField(max_length=14, choices=LinkBasis)
    reason = SealedTextField()
    linked_at = models.DateTimeField()
    linked_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    undone_reason = SealedTextField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(earlier=F("later")), name="link_joins_two"),
            models.UniqueConstraint(
                fields=["earlier", "later"], condition=Q(undone_at__isnull=True), name="one_open_link_of_two"
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="link_undone_has_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"link {self.pk}"


class SavedView(models.Model):
    """A filter of the contact list that a user keeps under a name of his own."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(USER, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=600)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="one_view_of_a_name")]

    def __str__(self) -> str:
        return f"saved view {self.pk}"
