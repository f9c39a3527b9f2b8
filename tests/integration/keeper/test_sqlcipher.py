"""The embedded database encrypted as a whole, by the real programs over real files."""

from __future__ import annotations

import base64
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from roundel.kernel.crypto.keys import fresh_key, generate_keys
from tests.conftest import MEMORY

FAST = MEMORY if os.access(MEMORY, os.W_OK) else None
ROOT = Path(__file__).resolve().parents[3]
pytest.importorskip("sqlcipher3")
pytestmark = pytest.mark.slow
MAIL = "kim.harbour@desk.example.org"
# Staff e-mail stands plain in a database that is not encrypted as a whole; notes do not even then.
FILL = f"""
import django; django.setup()
from roundel.access.models import User
from roundel.audit.actions import System, record
from roundel.drafts.models import Draft
from roundel.kernel import clock
from django.db import connection, transaction
user = User.objects.create(email={MAIL!r}, name="Kim Harbour", created_at=clock.now())
Draft.objects.create(user=user, form="contact", about="x", payload={{"notes": ["said"]}}, begun_at=clock.now(),
                     saved_at=clock.now())
with transaction.atomic():
    record(by=System("test"), at=clock.now(), event="audit.chain.verified", kind="audit.chain")
"""
# Writes in all the ways of the framework, and tries to change the audit, whose triggers came along.
USE = """
import datetime as dt, uuid
import django; django.setup()
from django.db import DatabaseError, connection, transaction
from roundel.access.models import User
from roundel.audit.models import AuditEvent
from roundel.drafts.actions import drop_old_drafts
from roundel.audit.actions import System
from roundel.kernel import clock
with connection.cursor() as cursor:
    cursor.execute("PRAGMA journal_mode")
    print(connection.display_name, *cursor.fetchone())
kim = User.objects.get(email__icontains="KIM.")
assert isinstance(kim.created_at, dt.datetime) and kim.created_at.tzinfo and isinstance(kim.pk, uuid.UUID)
assert kim.is_active is True and User.objects.filter(created_at__date=kim.created_at.date()).count() == 1
User.objects.bulk_create([User(email=f"{n}@example.org", name="N", created_at=clock.now()) for n in range(500)])
try:
    with transaction.atomic():
        User.objects.create(email="0@example.org", name="N", created_at=clock.now())
except django.db.IntegrityError:
    pass
assert User.objects.count() == 501
assert drop_old_drafts(by=System("test"), at=clock.now() + dt.timedelta(days=31)) == 1
try:
    AuditEvent.objects.all().delete()
except DatabaseError as error:
    assert "the audit is never changed" in str(error)
    print("unchanged")
"""


class Installation:
    """A production installation in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.keys = generate_keys()
        self.url = ""
        self.said = ""

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """One python process of it."""
        (self.folder / "keys.json").write_text(json.dumps(self.keys))
        bare = {name: value for name, value in os.environ.items() if not name.startswith(("ROUNDEL_", "DJANGO_"))}
        own = {
            "DJANGO_SETTINGS_MODULE": "roundel.config.settings.prod",
            "ROUNDEL_KEY_FILE": str(self.folder / "keys.json"),
            "ROUNDEL_DATABASE_URL": self.url,
            "ROUNDEL_HOSTS": "desk.example.org",
            "ROUNDEL_TIME_ZONE": "Europe/London",
            "ROUNDEL_ORGANISATION": "Example",
            "ROUNDEL_EMAIL_HOST": "mail.example.org",
            "ROUNDEL_EMAIL_FROM": "desk@example.org",
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        }
        return subprocess.run(
            [sys.executable, *arguments], cwd=ROOT, env=bare | own, capture_output=True, text=True, check=False
        )

    def manage(self, *arguments: str) -> str:
        """A management command that must go well; what it said."""
        done = self.run("-m", "tools.manage", *arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def refused(self, *arguments: str) -> str:
        """A management command that must not go well; what it said, which is no traceback."""
        done = self.run("-m", "tools.manage", *arguments)
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
        return done.stderr.strip()


@pytest.fixture(scope="module")
def made() -> Iterator[Installation]:
    """An installation with a member of staff and a draft, plain and, made from that, encrypted."""
    with tempfile.TemporaryDirectory(
        prefix="roundel-test-", dir=MEMORY if os.access(MEMORY, os.W_OK) else None
    ) as name:
        here = Installation(Path(name))
        here.url = f"sqlite://{here.folder / 'plain.db'}"
        here.manage("migrate", "-v0")
        filled = here.run("-c", FILL)
        assert filled.returncode == 0, filled.stderr
        here.said = here.manage("encrypt_database", str(here.folder / "records.db"))
        here.url = f"sqlcipher://{here.folder / 'records.db'}"
        yield here


@pytest.fixture
def installation(made: Installation) -> Installation:
    """The same, encrypted, with keys and address of its own to change."""
    own = Installation(made.folder)
    own.keys, own.url, own.said = dict(made.keys), made.url, made.said
    return own


@pytest.fixture
def place(made: Installation) -> Iterator[Path]:
    """A folder for what a test makes."""
    with tempfile.TemporaryDirectory(dir=made.folder) as name:
        yield Path(name)


def gives_away(path: Path) -> list[str]:
    """What a thief reads in this file without a key."""
    content = path.read_bytes()
    return [text for text in ("SQLite format 3", MAIL, "Kim Harbour", "CREATE TABLE") if text.encode() in content]


def test_the_file_gives_nothing_away(installation: Installation) -> None:
    assert gives_away(installation.folder / "records.db") == []
    assert all(gives_away(path) == [] for path in installation.folder.glob("records.db-*"))


def test_another_key_gives_one_sentence(installation: Installation) -> None:
    installation.keys["database"] = fresh_key()
    said = installation.refused("audit_head")
    assert len(said.splitlines()) == 1
    assert "records.db does not open with the key 'database' of the key set" in said
    assert base64.b64decode(installation.keys["database"]).hex() not in said


def test_opened_as_if_it_were_plain(installation: Installation) -> None:
    installation.url = installation.url.replace("sqlcipher:", "sqlite:")
    said = installation.refused("audit_head")
    assert said.splitlines() == [said]
    assert "not a plain SQLite database" in said


def test_its_backup_is_encrypted_and_whole(installation: Installation, place: Path) -> None:
    out = place / "copy"
    installation.manage("backup", str(out))
    assert gives_away(out) == []
    installation.url = f"sqlcipher://{out}"
    said = installation.manage("restore_check", "--all", "--anchor", f"{out}.anchor")
    assert "The restored copy is whole." in said
    assert "1  drafts.Draft" in said


def test_a_new_database_key(installation: Installation, place: Path) -> None:
    new = installation.keys | {"database": fresh_key()}
    (place / "new.json").write_text(json.dumps(new))
    installation.manage("encrypt_database", str(place / "new.db"), "--key-file", str(place / "new.json"))
    installation.url = f"sqlcipher://{place / 'new.db'}"
    assert "does not open" in installation.refused("restore_check")
    installation.keys = new
    assert "The restored copy is whole." in installation.manage("restore_check", "--all")


def test_a_plain_database_becomes_an_encrypted_one(installation: Installation) -> None:
    plain, out = installation.folder / "plain.db", installation.folder / "records.db"
    assert "the same rows as in the original, encrypted, whole" in installation.said
    assert MAIL in gives_away(plain)
    assert gives_away(out) == []
    assert oct(out.stat().st_mode & 0o777) == "0o600"
    assert "is already there" in installation.refused("encrypt_database", str(out))
    assert "1  drafts.Draft" in installation.manage("restore_check", "--all")


def test_the_encrypted_database_works_as_the_plain_one_does(installation: Installation, place: Path) -> None:
    shutil.copy(installation.folder / "records.db", place / "records.db")
    installation.url = f"sqlcipher://{place / 'records.db'}"
    done = installation.run("-c", USE)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["SQLCipher", "truncate", "unchanged"]
    assert gives_away(place / "records.db") == []


def test_a_backup_while_somebody_writes_all_the_time(installation: Installation, place: Path) -> None:
    """A plain database in use: each copy is whole, and holds whole transactions only."""
    plain = place / "plain.db"
    shutil.copy(installation.folder / "plain.db", plain)
    installation.url = f"sqlite://{plain}"
    writing = (
        "import django, pathlib, time; django.setup()\n"
        "from django.db import connection, transaction\n"
        "from roundel.audit.actions import System, record\nfrom roundel.kernel import clock\n"
        f"stop = pathlib.Path({str(place / 'stop')!r})\n"
        "while not stop.exists():\n"
        "    with transaction.atomic():\n"
        "        for _ in range(3):\n"
        "            record(by=System('writer'), at=clock.now(), event='audit.chain.verified', kind='audit.chain')\n"
        "    time.sleep(0.01)\n"
    )
    (place / "write.py").write_text(writing)
    bare = installation.run("-c", "import os, json; print(json.dumps(dict(os.environ)))")
    writer = subprocess.Popen([sys.executable, str(place / "write.py")], env=json.loads(bare.stdout), cwd=ROOT)
    try:
        for number in range(2):
            installation.manage("backup", str(place / f"copy{number}"))
    finally:
        (place / "stop").touch()
        assert writer.wait(30) == 0
    for number in range(2):
        with closing(sqlite3.connect(place / f"copy{number}")) as copy:
            [written] = copy.execute("SELECT count(*) FROM audit_auditevent WHERE actor_name = 'writer'").fetchone()
        assert written % 3 == 0
        installation.url = f"sqlite://{place / f'copy{number}'}"
        said = installation.manage("restore_check", "--anchor", str(place / f"copy{number}.anchor"))
        assert "The restored copy is whole." in said
