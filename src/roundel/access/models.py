"""Users, the roles they hold from day to day, and grants to single records."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac

from roundel.access.enums import Ground, ReviewOutcome
from roundel.kernel.fields import SealedTextField
from roundel.kernel.ids import new_id


class UserManager(BaseUserManager["User"]):
    """Finds users by the address they sign in with, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> User:
        """The user who signs in with this address."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A member of staff who signs in. Not a person the services work with, and not a contact."""

    id: models.UUIDField[uuid.UUID, uuid.UUID] = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    # Counted up to end every session at once; the password alone would not do when a second factor is reset.
    sessions_epoch = models.PositiveIntegerField(default=0)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_user_for_an_address"),
        ]

    def __str__(self) -> str:
        return f"user {self.pk}"

    def get_session_auth_hash(self) -> str:
        """What a session must match to go on: changed by a new password and by a new epoch."""
        return self._session_hash(settings.SECRET_KEY)

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """The same under older secret keys, so that changing the key signs nobody out."""
        for secret in settings.SECRET_KEY_FALLBACKS:
            yield self._session_hash(secret)

    def _session_hash(self, secret: str | bytes) -> str:
        value = f"{self.password}:{self.sessions_epoch}"
        return salted_hmac("roundel.access.session", value, secret=secret, algorithm="sha256").hexdigest()


class UserRole(models.Model):
    """A role that a user holds from one moment to another. Ended, never deleted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="roles")
    role = models.CharField(max_length=40)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(to_at__isnull=True) | Q(to_at__gte=models.F("from_at")), name="role_ends_after_it_begins"
            ),
            models.UniqueConstraint(
                fields=["user", "role"], condition=Q(to_at__isnull=True), name="one_open_role_of_a_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} of user {self.user_id}"


class RecordGrant(models.Model):
    """Leave for one user to open one record: because he is named for it, or broke the glass."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=60)
    object_id = models.UUIDField()
    reference = models.CharField(max_length=16, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="record_grants")
    ground = models.CharField(max_length=12, choices=Ground)
    reason = SealedTextField()
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    review_outcome = models.CharField(max_length=16, choices=ReviewOutcome, blank=True)
    review_note = SealedTextField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["user", "to_at"], name="grant_by_user"),
            models.Index(fields=["kind", "object_id"], name="grant_by_record"),
            models.Index(fields=["ground", "reviewed_at", "from_at"], name="grant_to_review"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(ground=Ground.BREAK_GLASS) | Q(to_at__isnull=False), name="emergency_access_ends"
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True, reviewed_at__isnull=True, review_outcome="")
                | (Q(reviewed_by__isnull=False, reviewed_at__isnull=False) & ~Q(review_outcome="")),
                name="review_has_who_when_what",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=models.F("user")), name="reviewed_by_another"
            ),
            models.UniqueConstraint(
                fields=["user", "kind", "object_id"],
                condition=Q(ground=Ground.NAMED, to_at__isnull=True),
                name="named_once_for_a_record",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ground} grant {self.pk}"


class SignInFailure(models.Model):
    """Failed sign-ins with one e-mail address, whether or not there is an account for it.

    The address is kept as a keyed fingerprint only. Where the attempts came from is not kept at all.
    """

    account = models.CharField(primary_key=True, max_length=32)
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="sign_in_failures")
    failures = models.PositiveSmallIntegerField(default=0)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField(db_index=True)
    locked_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.failures} failed sign-ins"
