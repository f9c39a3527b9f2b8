"""The demo: the embedded database, keys generated on first use, addresses on this computer only."""

from __future__ import annotations

import json
import os
from pathlib import Path

from roundel.config.environment import Environment, database
from roundel.config.settings.base import *
from roundel.kernel.crypto.keys import generate_keys

ROUNDEL_DATA = Path(os.environ.get("ROUNDEL_DATA", "var/demo")).resolve()
ROUNDEL_DATA.mkdir(parents=True, exist_ok=True)
_key_file = ROUNDEL_DATA / "keys.json"
if not _key_file.exists():
    # Marked, so that production refuses to start with them.
    _key_file.write_text(json.dumps(generate_keys() | {"demo": True}, indent=1), encoding="utf-8")
    _key_file.chmod(0o600)
ROUNDEL_KEYS = json.loads(_key_file.read_text(encoding="utf-8"))
SECRET_KEY = ROUNDEL_KEYS["django"]

DATABASES = {
    "default": database(os.environ.get("ROUNDEL_DATABASE_URL", f"sqlite://{ROUNDEL_DATA / 'roundel.sqlite3'}"))
}
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
ROUNDEL_ORGANISATION = Environment().text("ROUNDEL_ORGANISATION", "Harbour Prevention Service")
ROUNDEL_BRAND_COLOUR = Environment().colour("ROUNDEL_BRAND_COLOUR", "#1d5a66")
ROUNDEL_DEMO = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # passkeys over plain http, on this computer (localhost)
WHITENOISE_USE_FINDERS = True
# The sample year gives out hundreds of codes; a demo need not be slow for a thief.
ROUNDEL_CODE_COST = {"time_cost": 1, "memory_cost": 8 * 1024, "parallelism": 1}
