"""The programs that one installation runs. Each is its own process, with its own cookie and its own apps.

The public program does not even load the apps that hold case records.
"""

from __future__ import annotations

from dataclasses import dataclass

FRAMEWORK = ("django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.messages")
FOUNDATION = ("roundel.kernel", "roundel.design")
ACCOUNTS = (
    "django.contrib.auth",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "django_q",
    "roundel.audit",
    "roundel.access",
    "roundel.drafts",
)
DESK_APPS = (
    "roundel.correspondence",
    "roundel.directory",
    "roundel.calls",
    "roundel.rota",
    "roundel.callbacks",
    "roundel.safeguarding",
    "roundel.helpline",
    "roundel.supervision",
    "roundel.practice",
    "roundel.desk",
)

OUTER_MIDDLEWARE = (
    "roundel.kernel.middleware.unnamed_server",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "roundel.kernel.middleware.allowed_methods",
    "roundel.kernel.middleware.private_pages",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
)


@dataclass(frozen=True)
class Program:
    """What distinguishes one program from the others."""

    urls: str
    wsgi: str
    cookie: str
    apps: tuple[str, ...]
    middleware: tuple[str, ...]
    navigation: str
    find: str = ""


DESK = Program(
    urls="roundel.config.urls_desk",
    wsgi="roundel.config.wsgi_desk.application",
    cookie="roundel_desk",
    apps=(*FRAMEWORK, "django.contrib.staticfiles", *FOUNDATION, *ACCOUNTS, *DESK_APPS),
    middleware=(
        *OUTER_MIDDLEWARE,
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "allauth.account.middleware.AccountMiddleware",
        "roundel.access.middleware.asker",
        "roundel.access.middleware.signed_in_with_second_factor",
        "roundel.access.middleware.session_clock",
        "roundel.access.middleware.refusals",
        "axes.middleware.AxesMiddleware",
    ),
    navigation="roundel.desk.navigation.navigation",
    find="roundel.desk.navigation.find_url",
)
PUBLIC = Program(
    urls="roundel.config.urls_public",
    wsgi="roundel.config.wsgi_public.application",
    cookie="roundel_public",
    apps=("django.contrib.sessions", "django.contrib.staticfiles", *FOUNDATION, "roundel.public_site"),
    middleware=OUTER_MIDDLEWARE,
    navigation="roundel.public_site.navigation.navigation",
)
PROGRAMS = {"desk": DESK, "public": PUBLIC}
