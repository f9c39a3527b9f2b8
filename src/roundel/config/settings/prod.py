"""Production: everything from the environment, and no start while anything is missing or unsafe."""

from __future__ import annotations

import zoneinfo
from pathlib import Path

from roundel.config.environment import Environment, database
from roundel.config.settings.base import *
from roundel.kernel.working_time import hours_problems
from roundel.kernel.working_time import problems as working_time_problems

_env = Environment()

ROUNDEL_KEYS = _env.keys()
if ROUNDEL_KEYS.get("demo"):
    _env.problems.append("these are the demo's keys: generate keys for this installation")
SECRET_KEY = ROUNDEL_KEYS.get("django", "")
DATABASES = {
    "default": database(
        _env.need("ROUNDEL_DATABASE_URL", "where the records are, e.g. postgresql://roundel@/roundel"), _env.problems
    )
}
if DATABASES["default"].get("ENGINE") == "roundel.config.sqlcipher" and "database" not in ROUNDEL_KEYS:
    _env.problems.append(
        "the key set lacks: database (the key of the encrypted database; see docs/how-to/rotate-keys.md)"
    )
ALLOWED_HOSTS = _env.words("ROUNDEL_HOSTS")
if not ALLOWED_HOSTS:
    _env.problems.append("ROUNDEL_HOSTS is not set: the host names, separated by commas, that people type to get here")
if "*" in ALLOWED_HOSTS:
    _env.problems.append("ROUNDEL_HOSTS must name hosts; * would answer to any name")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if not host.startswith(".")]
TIME_ZONE = _env.need("ROUNDEL_TIME_ZONE", "the time zone in which the organisation works, e.g. Europe/London") or "UTC"
if TIME_ZONE not in zoneinfo.available_timezones():
    _env.problems.append(f"ROUNDEL_TIME_ZONE names no time zone that this machine knows: {TIME_ZONE!r}")
ROUNDEL_ORGANISATION = _env.need("ROUNDEL_ORGANISATION", "the name that stands at the head of each page")
ROUNDEL_BRAND_COLOUR = _env.colour("ROUNDEL_BRAND_COLOUR", "#1d5a66")
ROUNDEL_HELPLINE_NUMBER = (
    _env.need("ROUNDEL_HELPLINE_NUMBER", "the telephone number that the public site gives")
    if PROGRAM_NAME == "public"
    else _env.text("ROUNDEL_HELPLINE_NUMBER")
)
ROUNDEL_HELPLINE_HOURS = _env.text("ROUNDEL_HELPLINE_HOURS", ROUNDEL_HELPLINE_HOURS)
ROUNDEL_LINE_HOURS = _env.text("ROUNDEL_LINE_HOURS", ROUNDEL_LINE_HOURS)
ROUNDEL_OFFICE_HOURS = _env.text("ROUNDEL_OFFICE_HOURS", ROUNDEL_OFFICE_HOURS)
ROUNDEL_BANK_HOLIDAYS = _env.text("ROUNDEL_BANK_HOLIDAYS", ROUNDEL_BANK_HOLIDAYS)
ROUNDEL_CLOSED_DAYS = _env.words("ROUNDEL_CLOSED_DAYS")
ROUNDEL_SECOND_WITHIN_HOURS = _env.number("ROUNDEL_SECOND_WITHIN_HOURS", ROUNDEL_SECOND_WITHIN_HOURS)
_env.problems += hours_problems("ROUNDEL_LINE_HOURS", ROUNDEL_LINE_HOURS)
_env.problems += working_time_problems(ROUNDEL_OFFICE_HOURS, ROUNDEL_BANK_HOLIDAYS, ROUNDEL_CLOSED_DAYS)
ROUNDEL_WEEKLY_HOURS = _env.number("ROUNDEL_WEEKLY_HOURS", ROUNDEL_WEEKLY_HOURS)
ROUNDEL_RUN_HOURS = _env.number("ROUNDEL_RUN_HOURS", ROUNDEL_RUN_HOURS)
ROUNDEL_REVIEW_SAMPLE = _env.number("ROUNDEL_REVIEW_SAMPLE", ROUNDEL_REVIEW_SAMPLE)
ROUNDEL_LEAVE_TO = _env.text("ROUNDEL_LEAVE_TO")
ROUNDEL_IDLE_MINUTES = _env.number("ROUNDEL_IDLE_MINUTES", 30)

EMAIL_HOST = _env.need("ROUNDEL_EMAIL_HOST", "the mail server for password links to staff")
EMAIL_PORT = _env.number("ROUNDEL_EMAIL_PORT", 587)
EMAIL_HOST_USER = _env.text("ROUNDEL_EMAIL_USER")
EMAIL_HOST_PASSWORD = _env.text("ROUNDEL_EMAIL_PASSWORD")
EMAIL_USE_TLS = _env.flag("ROUNDEL_EMAIL_TLS", default=True)
DEFAULT_FROM_EMAIL = _env.need("ROUNDEL_EMAIL_FROM", "the address that mail to staff comes from")

ROUNDEL_DEMO = False  # said again: nothing of the demo may exist here

# A folder for each program: each has its own list of collected files.
STATIC_ROOT = Path(_env.text("ROUNDEL_STATIC", "var/static")).resolve() / PROGRAM_NAME
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = _env.flag("ROUNDEL_HTTPS", default=True)
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SECURE_SSL_REDIRECT else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_SSL_REDIRECT
SECURE_HSTS_PRELOAD = SECURE_SSL_REDIRECT
SESSION_COOKIE_SECURE = SECURE_SSL_REDIRECT
CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT

_env.refuse_if_wrong()
