"""The test suite's settings: keys of its own, cheap derivations, a database named by DATABASE_URL if there is one."""

from __future__ import annotations

import base64
import os

from roundel.config.environment import database
from roundel.config.settings.base import *


def _key(name: str) -> str:
    return base64.b64encode(name.ljust(32, ".").encode()).decode()


SECRET_KEY = _key("django")
ROUNDEL_KEYS = {
    "sealing": {"current": "test", "keys": {"test": _key("sealing")}},
    "index": _key("index"),
    "audit": _key("audit"),
    "pepper": _key("pepper"),
    "django": SECRET_KEY,
}
DATABASES = {"default": database(os.environ.get("DATABASE_URL", "sqlite://:memory:"))}
if DATABASES["default"]["ENGINE"] == "roundel.config.sqlite":
    DATABASES["default"]["NAME"] = ":memory:"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ROUNDEL_CODE_COST = {"time_cost": 1, "memory_cost": 8, "parallelism": 1}
ROUNDEL_DEMO = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # passkeys over plain http, on this computer (localhost)
ROUNDEL_ORGANISATION = "Harbour Prevention Service"
ALLOWED_HOSTS = ["*"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
ROUNDEL_FIGURES_MINUTES = 0
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
# Both programs are walked in one process; in use the public program does not load the desk's apps, nor the reverse.
INSTALLED_APPS = [*INSTALLED_APPS, "roundel.public_site"]
