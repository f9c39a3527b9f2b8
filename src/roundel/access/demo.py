"""Sign-ins for the demo, and the six digits that a telephone would show. Never in production."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import asdict, dataclass

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from roundel.access.grants import Asker, load_asker
from roundel.access.models import User, UserRole
from roundel.access.sign_in import codes

ALLOWED = ("roundel.config.settings.dev", "roundel.config.settings.test")
WORDS = [
    "amber",
    "birch",
    "cedar",
    "delta",
    "ember",
    "fjord",
    "grove",
    "heron",
    "inlet",
    "juniper",
    "kestrel",
    "larch",
    "meadow",
    "north",
    "oak",
    "pebble",
]
PEOPLE = (
    ("practitioner", "practitioner", "Asha Rowe"),
    ("practitioner2", "practitioner", "Tom Ellery"),
    ("supervisor", "supervisor", "Marian Kemp"),
    ("safeguarding", "safeguarding_lead", "Idris Vaughan"),
    ("coordinator", "coordinator", "Leah Brandt"),
    ("trainee", "trainee", "Rhys Calder"),
    ("screen", "room_screen", "Room screen"),
    ("evaluator", "evaluator", "Samuel Okoro"),
    ("auditor", "auditor", "Petra Lind"),
    ("administrator", "administrator", "Joan Whitby"),
)


@dataclass(frozen=True)
class DemoSignIn:
    """How to sign in as one of the demo's people."""

    role: str
    name: str
    email: str
    password: str
    totp_secret: str

    def as_dict(self) -> dict[str, str]:
        """For the file that keeps the demo's sign-ins."""
        return asdict(self)


def check_allowed() -> None:
    """Raise unless these are the settings of the demo or of the tests."""
    if not settings.ROUNDEL_DEMO or settings.SETTINGS_MODULE not in ALLOWED:
        raise ImproperlyConfigured("the demo's sign-ins and codes exist in the demo only")


def new_password() -> str:
    """A password for one installation of the demo: five words and a number."""
    return "-".join([*(secrets.choice(WORDS) for _ in range(5)), str(secrets.randbelow(90) + 10)])


@transaction.atomic
def make_demo_users(at: dt.datetime, *, password: str = "") -> list[DemoSignIn]:
    """Make one user for each role (two practitioners), each with password, app secret and recovery codes.

    The caller keeps what is returned: the secrets are sealed in the database. Somebody who exists already
    keeps his account and is given the new password and secret.
    """
    check_allowed()
    shared = password or new_password()
    return [_make(place, role, name, shared, at) for place, role, name in PEOPLE]


def staff(role: str, *, at: dt.datetime) -> list[Asker]:
    """The demo's people who hold a role, as askers, by name."""
    users = User.objects.filter(pk__in=UserRole.objects.filter(role=role).values("user_id")).order_by("name")
    return [load_asker(user.pk, at=at) for user in users]


def code_now(user: User, *, at: dt.datetime) -> str:
    """The code that would be taken from this user now; empty outside the demo and without an app."""
    if not settings.ROUNDEL_DEMO:
        return ""
    kept = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if kept is None:
        return ""
    return code_of_secret(decrypt(kept.data["secret"]), at=at, after=kept.data.get(codes.LAST_STEP, 0))


def code_of_secret(secret: str, *, at: dt.datetime, after: int = 0) -> str:
    """The code of a secret now, or the next one if this one is spent; empty outside the demo."""
    if not settings.ROUNDEL_DEMO:
        return ""
    check_allowed()
    step = max(codes.step_of(at), after + 1)
    return codes.code_for(secret, step) if step in codes.steps_around(at) else ""


def _make(place: str, role: str, name: str, password: str, at: dt.datetime) -> DemoSignIn:
    user, _ = User.objects.get_or_create(email=f"{place}@demo.example", defaults={"name": name, "created_at": at})
    user.set_password(password)
    user.save()
    UserRole.objects.get_or_create(user=user, role=role, to_at=None, defaults={"from_at": at})
    Authenticator.objects.filter(user=user).delete()
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return DemoSignIn(role, name, user.email, password, secret)
