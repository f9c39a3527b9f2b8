"""Production refuses to start while anything is missing or unsafe, and names all of it at once."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from roundel.config.environment import Environment, database
from roundel.kernel.crypto.keys import generate_keys

ROOT = Path(__file__).resolve().parents[3]
KEYS = generate_keys()
WHOLE = {
    "ROUNDEL_KEYS": json.dumps(KEYS),
    "ROUNDEL_DATABASE_URL": "postgresql://roundel:secret@db.example.org:5432/roundel",
    "ROUNDEL_HOSTS": "desk.example.org, www.example.org",
    "ROUNDEL_TIME_ZONE": "Europe/London",
    "ROUNDEL_ORGANISATION": "Harbour Prevention Service",
    "ROUNDEL_HELPLINE_NUMBER": "0800 000 0000",
    "ROUNDEL_EMAIL_HOST": "mail.example.org",
    "ROUNDEL_EMAIL_FROM": "desk@example.org",
}
SHOW = "import json, roundel.config.settings.prod as s; print(json.dumps([s.ALLOWED_HOSTS, s.DATABASES, s.DEBUG]))"


def load(code: str = SHOW, **changes: str) -> subprocess.CompletedProcess[str]:
    """The production settings, loaded by a process of its own with these variables."""
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("ROUNDEL_", "DJANGO_"))}
    variables = {name: value for name, value in (WHOLE | changes).items() if value}
    code = code.replace(", s.DEBUG", ", getattr(s, 'DEBUG', False)")
    return subprocess.run(
        [sys.executable, "-c", code],
        env=bare | variables | {"PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )


def problems(**changes: str) -> list[str]:
    """What the settings complain of with these changes to a whole environment."""
    done = load(**changes)
    assert done.returncode == 1, done.stdout
    assert "Roundel does not start, because:" in done.stderr
    return re.findall(r"^  - (.*)$", done.stderr, re.MULTILINE)


def test_a_whole_environment_starts() -> None:
    done = load()
    assert done.returncode == 0, done.stderr
    hosts, databases, debug = json.loads(done.stdout)
    assert hosts == ["desk.example.org", "www.example.org"]
    assert databases["default"]["NAME"] == "roundel"
    assert debug is False


@pytest.mark.parametrize("program", ["desk", "public"])
@pytest.mark.parametrize("missing", sorted(WHOLE))
def test_each_missing_variable_is_named(missing: str, program: str) -> None:
    if missing == "ROUNDEL_HELPLINE_NUMBER" and program == "desk":
        assert load(ROUNDEL_PROGRAM=program, **{missing: ""}).returncode == 0
        return
    named = [line for line in problems(ROUNDEL_PROGRAM=program, **{missing: ""}) if missing in line]
    assert len(named) == 1


def test_all_that_is_missing_is_named_at_once() -> None:
    found = problems(**dict.fromkeys(WHOLE, ""), ROUNDEL_PROGRAM="public")
    for name in WHOLE:
        assert sum(name in line for line in found) >= 1, name


def test_the_keys_of_a_demo_are_refused() -> None:
    [found] = problems(ROUNDEL_KEYS=json.dumps(KEYS | {"demo": True}))
    assert "demo's keys" in found


@pytest.mark.parametrize("entry", ["sealing", "index", "audit", "pepper", "django"])
def test_a_key_set_that_lacks_something_is_refused(entry: str) -> None:
    keys = {name: key for name, key in KEYS.items() if name != entry}
    assert f"the key set lacks: {entry}" in problems(ROUNDEL_KEYS=json.dumps(keys))


def test_the_database_key_is_needed_for_an_encrypted_database_only() -> None:
    keys = json.dumps({name: key for name, key in KEYS.items() if name != "database"})
    assert load(ROUNDEL_KEYS=keys).returncode == 0
    [found] = problems(ROUNDEL_KEYS=keys, ROUNDEL_DATABASE_URL="sqlcipher:///srv/x.db")
    assert "the key set lacks: database" in found


@pytest.mark.parametrize("keys", ["not json", "[1"])
def test_keys_that_cannot_be_read_are_refused_without_showing_them(keys: str) -> None:
    found = problems(ROUNDEL_KEYS=keys)
    assert any("keys cannot be read" in line for line in found)
    assert not any(keys in line for line in found)


def test_a_key_file_that_is_not_there(tmp_path: Path) -> None:
    [found] = problems(ROUNDEL_KEYS="", ROUNDEL_KEY_FILE=str(tmp_path / "none.json"))
    assert found == "the keys cannot be read: FileNotFoundError"


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("ROUNDEL_HOSTS", "*", "must name hosts"),
        ("ROUNDEL_HOSTS", "desk.example.org,*", "must name hosts"),
        ("ROUNDEL_HOSTS", " , ", "is not set"),
        ("ROUNDEL_BRAND_COLOUR", "teal", "must look like #1d5a66"),
        ("ROUNDEL_BRAND_COLOUR", "#12345", "must look like #1d5a66"),
        ("ROUNDEL_BRAND_COLOUR", "#1d5a66;}", "must look like #1d5a66"),
        ("ROUNDEL_TIME_ZONE", "Europe/Atlantis", "names no time zone"),
        ("ROUNDEL_TIME_ZONE", "BST", "names no time zone"),
        ("ROUNDEL_EMAIL_PORT", "smtp", "must be a whole number"),
        ("ROUNDEL_IDLE_MINUTES", "-5", "must be a whole number"),
        ("ROUNDEL_DATABASE_URL", "mysql://a@b/c", "must begin with sqlite://, sqlcipher:// or postgresql://"),
    ],
)
def test_unsafe_and_impossible_values_are_refused(variable: str, value: str, words: str) -> None:
    assert any(variable in line and words in line for line in problems(**{variable: value}))


def test_sqlcipher_without_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("roundel.config.environment.find_spec", lambda name: None)
    found: list[str] = []
    database("sqlcipher:///srv/x.db", found)
    assert found == ["ROUNDEL_DATABASE_URL asks for SQLCipher, and the package sqlcipher3-wheels is missing"]


@pytest.mark.parametrize(
    ("url", "settings"),
    [
        ("sqlite:///srv/x.db", {"ENGINE": "roundel.config.sqlite", "NAME": "/srv/x.db"}),
        ("sqlcipher:///srv/x.db", {"ENGINE": "roundel.config.sqlcipher", "NAME": "/srv/x.db"}),
        (
            "postgresql://us%40er:p%2Fw@db:5433/roundel",
            {
                "ENGINE": "django.db.backends.postgresql",
                "USER": "us@er",
                "PASSWORD": "p/w",
                "HOST": "db",
                "PORT": "5433",
            },
        ),
        ("postgres://u@/r?host=/run/pg", {"HOST": "/run/pg", "PORT": "", "NAME": "r"}),
    ],
)
def test_addresses_of_databases(url: str, settings: dict[str, Any]) -> None:
    found: list[str] = []
    made = database(url, found)
    assert found == []
    assert {name: made[name] for name in settings} == settings


def test_writers_of_the_embedded_database_take_their_lock_at_once() -> None:
    for scheme in ("sqlite", "sqlcipher"):
        assert database(f"{scheme}:///x")["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


@pytest.mark.parametrize(("value", "meant"), [("yes", True), ("On", True), ("no", False), ("0", False), ("", True)])
def test_yes_and_no(value: str, meant: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROUNDEL_HTTPS", value)
    assert Environment().flag("ROUNDEL_HTTPS", default=True) is meant


def test_problems_are_told_together() -> None:
    environment = Environment(["one thing", "another"])
    with pytest.raises(ImproperlyConfigured, match=r"- one thing\n  - another"):
        environment.refuse_if_wrong()
