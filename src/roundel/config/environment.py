"""Reading the environment: every problem is collected, so that a server keeper sees all of them at once."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE_WORDS = frozenset({"1", "true", "yes", "on"})


@dataclass
class Environment:
    """The environment variables of one process, with what is wrong about them."""

    problems: list[str] = field(default_factory=list)

    def text(self, name: str, default: str = "") -> str:
        """The value of an optional variable."""
        return os.environ.get(name, "").strip() or default

    def need(self, name: str, what: str) -> str:
        """The value of a variable without which we do not start; ``what`` says what it is for."""
        value = self.text(name)
        if not value:
            self.problems.append(f"{name} is not set: {what}")
        return value

    def flag(self, name: str, *, default: bool = False) -> bool:
        """A yes/no variable."""
        value = self.text(name).lower()
        return value in TRUE_WORDS if value else default

    def number(self, name: str, default: int) -> int:
        """A whole number; anything else is a problem, not a silent default."""
        value = self.text(name)
        if value and not value.isdigit():
            self.problems.append(f"{name} must be a whole number, not {value!r}")
            return default
        return int(value or default)

    def words(self, name: str) -> list[str]:
        """A list separated by commas."""
        return [word.strip() for word in self.text(name).split(",") if word.strip()]

    def colour(self, name: str, default: str) -> str:
        """A colour such as #1d5a66."""
        value = self.text(name, default)
        if not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
            self.problems.append(f"{name} must look like #1d5a66, not {value!r}")
            return default
        return value

    def keys(self) -> dict[str, Any]:
        """The key set, from ROUNDEL_KEYS (JSON) or the file that ROUNDEL_KEY_FILE names."""
        text, path = self.text("ROUNDEL_KEYS"), self.text("ROUNDEL_KEY_FILE")
        if not text and not path:
            self.problems.append(
                "ROUNDEL_KEY_FILE (or ROUNDEL_KEYS) is not set: without keys nothing can be read or written. "
                "Make a key file with: ./run manage generate_keys --output /etc/roundel/keys.json"
            )
            return {}
        try:
            keys: dict[str, Any] = json.loads(text or Path(path).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            self.problems.append(f"the keys cannot be read: {type(error).__name__}")
            return {}
        missing = [name for name in ("sealing", "index", "audit", "pepper", "django") if name not in keys]
        if missing:
            self.problems.append(f"the key set lacks: {', '.join(missing)}")
        return keys

    def refuse_if_wrong(self) -> None:
        """Stop with everything that is missing, in words."""
        if self.problems:
            listed = "\n".join(f"  - {problem}" for problem in self.problems)
            raise ImproperlyConfigured(f"Roundel does not start, because:\n{listed}\nSee docs/how-to/install.md.")


def database(url: str, problems: list[str] | None = None) -> dict[str, Any]:
    """Django's database settings from ``sqlite:///path`` or ``postgresql://user:password@host:port/name``.

    ``sqlcipher:///path`` is the embedded database, encrypted as a whole with the key ``database`` of the key set.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(parts.path)
    if parts.scheme == "sqlcipher":
        if problems is not None and find_spec("sqlcipher3") is None:
            problems.append("ROUNDEL_DATABASE_URL asks for SQLCipher, and the package sqlcipher3-wheels is missing")
        return _sqlite(parts.path) | {"ENGINE": "roundel.config.sqlcipher"}
    if parts.scheme in {"postgres", "postgresql"}:
        return _postgresql(url)
    if problems is not None and url:  # that it is missing has been said
        problems.append("ROUNDEL_DATABASE_URL must begin with sqlite://, sqlcipher:// or postgresql://")
    return {}


def _sqlite(path: str) -> dict[str, Any]:
    return {
        "ENGINE": "roundel.config.sqlite",
        "NAME": path,
        # A writer takes its lock at BEGIN, so that two writers wait instead of failing half-way.
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20},
        # Django would close the connection after each request and the journal would be made anew each time.
        "CONN_MAX_AGE": None,
    }


def _postgresql(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or query.get("host", "")),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }
