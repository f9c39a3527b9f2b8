"""Every read of accounts, roles and grants. Each takes the asker first; refusal is the default."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import cast

from allauth.mfa.models import Authenticator
from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse

from roundel.access import rules, scopes
from roundel.access.enums import Ground
from roundel.access.grants import Asker
from roundel.access.models import RecordGrant, SignInFailure, User, UserRole
from roundel.access.roles import ROLES
from roundel.audit import queries as audit
from roundel.audit.presenters import Line, line
from roundel.audit.rules import PERMISSION
from roundel.kernel.crypto import blind_index
from roundel.kernel.errors import NotFound
from roundel.kernel.ids import normalise_reference
from roundel.kernel.work import Urgency, WorkItem

PAGE = 50
SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


@dataclass(frozen=True)
class Person:
    """One account as the administrator sees it."""

    user: User
    roles: tuple[UserRole, ...]
    has_second_factor: bool
    locked_until: dt.datetime | None
    at: dt.datetime

    @property
    def current(self) -> list[UserRole]:
        """The roles held now or from a later day."""
        return [role for role in self.roles if role.to_at is None or role.to_at > max(self.at, role.from_at)]

    @property
    def past(self) -> list[UserRole]:
        """The roles that have ended."""
        current = {role.pk for role in self.current}
        return [role for role in self.roles if role.pk not in current]

    @property
    def role_words(self) -> list[str]:
        """The names of the roles held now or from a later day."""
        return [ROLES[role.role].name if role.role in ROLES else role.role for role in self.current]


@dataclass(frozen=True)
class NamedPerson:
    """Somebody who is named for a record."""

    grant_id: uuid.UUID
    user_id: uuid.UUID
    name: str
    since: dt.datetime
    given_by: str
    reason: str


def account_key(email: str) -> str:
    """The fingerprint under which failed sign-ins with this address are counted."""
    return blind_index("access.sign_in", email.strip().lower().encode().hex()).hex()


def locked_until(email: str, at: dt.datetime) -> dt.datetime | None:
    """Until when this address, known or not, cannot be used to sign in. Asked by the door itself."""
    found = SignInFailure.objects.filter(account=account_key(email), locked_until__gt=at).first()
    return found.locked_until if found else None


def people(asker: Asker, *, at: dt.datetime, search: str = "", page: str | int = 1) -> Page[Person]:
    """Accounts by name, open ones first."""
    accounts = _accounts(asker, at)
    for word in search.split()[:5]:
        accounts = accounts.filter(Q(name__icontains=word) | Q(email__icontains=word))
    found = Paginator(accounts.order_by("-is_active", "name", "pk"), PAGE).get_page(page)
    shown = [_person(user, at) for user in found.object_list]
    return Page(shown, found.number, cast("Paginator[Person]", found.paginator))


def person(asker: Asker, user_id: uuid.UUID, *, at: dt.datetime) -> Person:
    """One account, with its roles of all times."""
    user = _accounts(asker, at).filter(pk=user_id).first()
    if user is None:
        raise NotFound
    return _person(user, at)


def check_may_manage(asker: Asker) -> None:
    """Refuse whoever is no administrator, before a form is shown."""
    rules.check_may_manage(asker)


def person_to_change(asker: Asker, user_id: uuid.UUID, *, at: dt.datetime) -> Person:
    """One account, for a page that changes it: never the asker's own."""
    rules.check_may_change(asker, user_id)
    return person(asker, user_id, at=at)


def held_role(asker: Asker, user_id: uuid.UUID, role_id: uuid.UUID, *, at: dt.datetime) -> tuple[Person, UserRole]:
    """One role of one account, if it has not ended."""
    found = person_to_change(asker, user_id, at=at)
    role = next((role for role in found.current if role.pk == role_id), None)
    if role is None:
        raise NotFound
    return found, role


def _accounts(asker: Asker, at: dt.datetime) -> QuerySet[User]:
    rules.check_may_manage(asker)
    locks = SignInFailure.objects.filter(locked_until__gt=at)
    return User.objects.annotate(has_second_factor=_has_second_factor()).prefetch_related(
        Prefetch("roles", UserRole.objects.select_related("given_by", "ended_by").order_by("from_at", "pk")),
        Prefetch("sign_in_failures", locks, to_attr="locks"),
    )


def _has_second_factor() -> Exists:
    return Exists(Authenticator.objects.filter(user=OuterRef("pk"), type__in=SECOND_FACTORS))


def _person(user: User, at: dt.datetime) -> Person:
    locks: list[SignInFailure] = user.locks  # type: ignore[attr-defined]
    return Person(
        user=user,
        roles=tuple(user.roles.all()),
        has_second_factor=user.has_second_factor,  # type: ignore[attr-defined]
        locked_until=max((lock.locked_until for lock in locks if lock.locked_until), default=None),
        at=at,
    )


def _emergencies(asker: Asker) -> QuerySet[RecordGrant]:
    asker.require(rules.REVIEW, "Only a supervisor or the safeguarding lead reviews emergency access.")
    return RecordGrant.objects.filter(ground=Ground.BREAK_GLASS).select_related("user", "reviewed_by")


def reviews_waiting(asker: Asker) -> list[RecordGrant]:
    """Emergency access that nobody has reviewed yet, oldest first; the asker's own is shown, not his to review."""
    return list(_emergencies(asker).filter(reviewed_at__isnull=True).order_by("from_at", "pk"))


def reviews_done(asker: Asker, *, page: str | int = 1) -> Page[RecordGrant]:
    """Reviewed emergency access, newest first."""
    done = _emergencies(asker).filter(reviewed_at__isnull=False).order_by("-from_at", "pk")
    return Paginator(done, PAGE).get_page(page)


def emergency(asker: Asker, grant_id: uuid.UUID) -> RecordGrant:
    """One emergency access, to be reviewed."""
    found = _emergencies(asker).filter(pk=grant_id).first()
    if found is None:
        raise NotFound
    return found


def done_during(asker: Asker, grant: RecordGrant) -> list[Line]:
    """What the person looked at and did while the record was open to him, as the audit tells it.

    The reviewer may read this hour of this person's audit and nothing else of it.
    """
    rules.check_may_review(asker, grant.user_id)
    # Not dataclasses.replace: a request's asker is loaded when first used, and stands behind a proxy until then.
    reader = Asker(user_id=asker.user_id, name=asker.name, permissions=frozenset({PERMISSION}))
    found = audit.events(reader, audit.Filters(actor_id=grant.user_id, since=grant.from_at, until=grant.to_at))
    return [line(event) for event in found.events]


def named_for(asker: Asker, kind: str, object_id: uuid.UUID, *, at: dt.datetime) -> list[NamedPerson]:
    """Who is named for this record now; for those who name people, and those who are named themselves."""
    if object_id not in asker.granted_ids(kind):
        scopes.check_may_name(asker, kind)
    still = Q(to_at__isnull=True) | Q(to_at__gt=at)
    grants = RecordGrant.objects.filter(still, kind=kind, object_id=object_id, ground=Ground.NAMED)
    return [
        NamedPerson(grant.pk, grant.user_id, grant.user.name, grant.from_at, grant.given_by.name, grant.reason)
        for grant in grants.select_related("user", "given_by").order_by("from_at", "pk")
    ]


def may_be_named(asker: Asker, kind: str, *, at: dt.datetime) -> list[tuple[uuid.UUID, str]]:
    """Whom one can name for a record of this kind: id and name, by name."""
    scopes.check_may_name(asker, kind)
    needed = scopes.knowing_permission(kind)
    fitting = [name for name, role in ROLES.items() if needed in role.permissions]
    current = (Q(to_at__isnull=True) | Q(to_at__gt=at)) & Q(from_at__lte=at, role__in=fitting)
    holders = Exists(UserRole.objects.filter(current, user=OuterRef("pk")))
    return list(User.objects.filter(holders, is_active=True).order_by("name", "pk").values_list("pk", "name"))


def own_second_steps(asker: Asker) -> list[Authenticator]:
    """The asker's own authenticator app and passkeys."""
    return list(Authenticator.objects.filter(user_id=asker.signed_in_id(), type__in=SECOND_FACTORS).order_by("pk"))


def own_emergencies(asker: Asker, *, at: dt.datetime) -> list[RecordGrant]:
    """The records that are open to the asker by emergency access at this moment."""
    own = RecordGrant.objects.filter(user_id=asker.signed_in_id(), ground=Ground.BREAK_GLASS)
    return list(own.filter(from_at__lte=at, to_at__gt=at).order_by("to_at"))


def closed_record(asker: Asker, kind: str, reference: str) -> scopes.Record:
    """A record that the asker wants to open in an emergency, whatever way its reference is written."""
    found = scopes.find(asker, kind, normalise_reference(reference) or "")
    rules.check_may_break_glass(asker)
    return found


def work_queue(asker: Asker, at: dt.datetime) -> list[WorkItem]:
    """What needs the asker: emergency access to review; for the administrator, accounts that cannot be used."""
    return [*_reviews_due(asker, at), *_accounts_in_need(asker, at)]


def _reviews_due(asker: Asker, at: dt.datetime) -> list[WorkItem]:
    if not asker.may(rules.REVIEW):
        return []
    return [
        WorkItem(
            urgency=Urgency.OVERDUE if at > grant.from_at + rules.REVIEW_WITHIN else Urgency.TODAY,
            what=f"Emergency access to {grant.reference}",
            why=f"{grant.user.name} opened it; somebody else looks at this within three days",
            action="Review",
            url=reverse("access:review", args=[grant.pk]),
            since=grant.from_at,
        )
        for grant in _emergencies(asker).filter(reviewed_at__isnull=True).exclude(user_id=asker.signed_in_id())
    ]


def _accounts_in_need(asker: Asker, at: dt.datetime) -> list[WorkItem]:
    if not asker.may(rules.MANAGE):
        return []
    unfinished = _accounts(asker, at).filter(is_active=True).exclude(pk=asker.signed_in_id())
    waiting = [
        _account_item(user, Urgency.SOON, "has not set up the second step of signing in", user.created_at)
        for user in unfinished.filter(~_has_second_factor())
    ]
    locked = SignInFailure.objects.filter(locked_until__gt=at, user__is_active=True).exclude(
        user_id=asker.signed_in_id()
    )
    return waiting + [
        _account_item(lock.user, Urgency.TODAY, "cannot sign in after too many attempts", lock.last_at)
        for lock in locked.select_related("user")
        if lock.user is not None
    ]


def _account_item(user: User, urgency: Urgency, why: str, since: dt.datetime) -> WorkItem:
    url = reverse("access:user", args=[user.pk])
    return WorkItem(urgency=urgency, what=f"Account of {user.name}", why=why, action="Look", url=url, since=since)
