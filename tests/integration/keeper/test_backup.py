"""Backups, and what is said of a copy that was restored from one."""

from __future__ import annotations

import base64
import io
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.backends.sqlite3._functions import register as register_functions

from roundel.audit.anchors import current_anchor
from roundel.audit.models import AuditEvent, AuditHead, AuditSeal
from roundel.audit.sealing import seal_everything
from roundel.desk.keeper import anchors, copying
from roundel.helpline.models import Contact
from tests.factories import contacts, users
from tests.integration.audit.writing import unguarded, write
from tests.support.moments import NOW

pytestmark = pytest.mark.django_db
embedded_only = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="the copy of the embedded database")


def run(name: str, *arguments: str) -> str:
    out = io.StringIO()
    call_command(name, *arguments, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def not_whole(*arguments: str) -> str:
    """What restore_check says when it ends with status 1."""
    out = io.StringIO()
    with pytest.raises(CommandError, match="NOT whole") as ended:
        call_command("restore_check", *arguments, stdout=out)
    assert ended.value.returncode == 1
    return "\n".join(line for line in out.getvalue().splitlines() if line.startswith("!"))


@pytest.fixture
def contact() -> Contact:
    """A finished contact with notes and identifying details, by a practitioner with a second factor."""
    made = contacts.finished(notes="He talked.", identifying="Lives at the harbour.")
    seal_everything()
    return made


@pytest.fixture
def anchor(contact: Contact, tmp_path: Path) -> Path:
    """The anchor that a backup of this database leaves."""
    path = tmp_path / "copy.anchor"
    anchors.write(path, current_anchor(at=NOW))
    return path


@pytest.mark.django_db(transaction=True)
class TestBackup:
    @embedded_only
    def test_is_a_whole_copy_for_its_owner_only(self, contact: Contact, tmp_path: Path) -> None:
        out = tmp_path / "copy"
        said = run("backup", str(out))
        assert "integrity_check: ok" in said
        assert "keys are not in it" in said
        assert [oct(path.stat().st_mode & 0o777) for path in sorted(tmp_path.iterdir())] == ["0o600", "0o600"]
        with closing(sqlite3.connect(out)) as copy:
            assert copy.execute("SELECT count(*) FROM helpline_contact").fetchone() == (1,)
            assert copy.execute("PRAGMA journal_mode").fetchone() == ("delete",)

    @embedded_only
    def test_its_anchor_is_the_end_of_the_chain_in_the_copy(self, contact: Contact, tmp_path: Path) -> None:
        write()  # not sealed yet: the backup gives it its place first
        run("backup", str(tmp_path / "copy"))
        anchor = json.loads((tmp_path / "copy.anchor").read_text())
        with closing(sqlite3.connect(tmp_path / "copy")) as copy:
            seq, mac = copy.execute("SELECT seq, mac FROM audit_audithead").fetchone()
            [[last]] = copy.execute(
                "SELECT e.event FROM audit_auditseal s JOIN audit_auditevent e ON e.id = s.event_id "
                "WHERE s.seq = (SELECT max(seq) FROM audit_auditseal)"
            )
            assert copy.execute("SELECT count(*) FROM audit_auditpending").fetchone() == (0,)
        assert (anchor["seq"], anchor["mac"]) == (seq, mac.hex())
        assert last == "desk.backup.begun"

    def test_the_anchor_holds_no_key(self, tmp_path: Path, settings: Any) -> None:
        run("backup", str(tmp_path / "copy"))
        text = (tmp_path / "copy.anchor").read_text()
        for name in ("index", "pepper", "audit"):
            assert settings.ROUNDEL_KEYS[name] not in text
            assert base64.b64decode(settings.ROUNDEL_KEYS[name]).hex()[:16] not in text

    @pytest.mark.parametrize("there", ["copy", "copy.anchor"])
    def test_nothing_is_overwritten_and_nothing_half_made_stays(self, there: str, tmp_path: Path) -> None:
        if there == "copy" and connection.vendor != "sqlite":
            pytest.skip("PostgreSQL's copy is made by pg_dump")
        (tmp_path / there).write_text("precious")
        with pytest.raises(CommandError, match=rf"{there} is already there"):
            run("backup", str(tmp_path / "copy"))
        assert (tmp_path / there).read_text() == "precious"
        assert [path.name for path in tmp_path.iterdir()] == [there]

    @embedded_only
    def test_a_damaged_copy_is_no_backup(
        self, contact: Contact, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def damaged(copy: Any) -> None:
            raise CommandError("The copy is damaged: page 7")

        monkeypatch.setattr(copying, "check", damaged)
        with pytest.raises(CommandError, match="damaged"):
            run("backup", str(tmp_path / "copy"))
        assert list(tmp_path.iterdir()) == []

    def test_a_folder_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="cannot be written"):
            run("backup", str(tmp_path / "no" / "copy"))


class TestRestoreCheck:
    @pytest.mark.parametrize("how", [[], ["--all"]])
    def test_a_whole_copy(self, anchor: Path, how: list[str]) -> None:
        said = run("restore_check", "--anchor", str(anchor), *how)
        assert "The restored copy is whole." in said
        assert "Migrations: complete" in said
        assert f"reaches the anchor at entry {AuditHead.objects.get().seq}" in said
        assert "1  helpline.Contact" in said

    def test_it_writes_nothing(self, anchor: Path) -> None:
        before = AuditEvent.objects.count()
        run("restore_check", "--anchor", str(anchor))
        assert AuditEvent.objects.count() == before

    def test_second_factors_are_opened_too(self, contact: Contact) -> None:
        opened = int(run("restore_check").split("Sealed: ")[1].split()[0])
        users.make_user("auditor")
        assert int(run("restore_check").split("Sealed: ")[1].split()[0]) > opened

    def test_without_an_anchor_it_says_what_is_not_proved(self, contact: Contact) -> None:
        assert "an end that was cut off would not show" in run("restore_check")

    def test_events_that_waited_for_their_seal_when_the_copy_was_made(self, anchor: Path) -> None:
        write()
        assert "The restored copy is whole." in run("restore_check", "--anchor", str(anchor))

    def test_a_copy_from_before_the_anchor(self, anchor: Path) -> None:
        with unguarded():
            last = AuditSeal.objects.latest("seq")
            AuditEvent.objects.filter(pk=last.event_id).delete()
            AuditSeal.objects.filter(seq=last.seq).delete()
            AuditHead.objects.update(seq=last.seq - 1, mac=AuditSeal.objects.latest("seq").mac)
        assert "whole" in run("restore_check")
        assert "truncated: an anchor was taken at entry" in not_whole("--anchor", str(anchor))

    def test_a_value_that_does_not_open(self, contact: Contact) -> None:
        token = bytearray(Contact.objects.filter(pk=contact.pk).values_list("notes", flat=True).get().token)
        token[-1] ^= 1
        with connection.cursor() as cursor:
            cursor.execute("UPDATE helpline_contact SET notes = %s", [bytes(token)])
        assert f"1 of 1 values of helpline.Contact.notes do not open (the first in row {contact.pk})" in not_whole()

    def test_all_finds_what_a_sample_passes_over(self, monkeypatch: pytest.MonkeyPatch) -> None:
        made = [contacts.finished(notes=f"Note {number}.") for number in range(3)]
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE helpline_contact SET notes = (SELECT notes FROM helpline_contact WHERE reference = %s) "
                "WHERE reference = %s",
                [made[0].reference, made[1].reference],
            )
        monkeypatch.setattr("roundel.desk.management.commands.restore_check.SAMPLE", 2)
        assert "whole" in run("restore_check")
        assert "1 of 3 values of helpline.Contact.notes" in not_whole("--all")

    def test_a_key_that_is_missing(self, contact: Contact, settings: Any) -> None:
        other = base64.b64encode(b"o" * 32).decode()
        settings.ROUNDEL_KEYS = settings.ROUNDEL_KEYS | {"sealing": {"current": "other", "keys": {"other": other}}}
        said = not_whole()
        assert "1 values of helpline.Contact.notes need the key 'test': not at hand" in said
        assert "values of mfa.Authenticator.data need the key 'test'" in said

    @pytest.mark.parametrize("name", ["index", "pepper"])
    def test_a_key_that_no_value_proves(self, name: str, anchor: Path, settings: Any) -> None:
        settings.ROUNDEL_KEYS = settings.ROUNDEL_KEYS | {name: base64.b64encode(b"o" * 32).decode()}
        assert f"the key '{name}' is another" in not_whole("--anchor", str(anchor))

    def test_another_audit_key(self, contact: Contact, settings: Any) -> None:
        settings.ROUNDEL_KEYS = settings.ROUNDEL_KEYS | {"audit": base64.b64encode(b"o" * 32).decode()}
        assert "First bad entry: entry 1" in not_whole()

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ("DELETE FROM django_migrations WHERE app = 'drafts'", "1 migrations are missing (drafts.0001_initial"),
            ("UPDATE django_migrations SET name = '0099_later' WHERE app = 'drafts'", "migrations are missing"),
            ("DELETE FROM django_migrations", "there is no Roundel in this database"),
        ],
    )
    def test_other_migrations(self, change: str, words: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(change)
        assert words in not_whole()

    def test_newer_sources(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO django_migrations (app, name, applied) VALUES ('drafts', '0099_later', '2027-01-01')"
            )
        assert "made by newer sources (drafts.0099_later" in not_whole()

    @pytest.mark.parametrize("content", ["", "not json"])
    def test_a_file_that_is_no_anchor(self, content: str, tmp_path: Path) -> None:
        (tmp_path / "anchor").write_text(content)
        with pytest.raises(CommandError, match="anchor"):
            run("restore_check", "--anchor", str(tmp_path / "anchor"))


@embedded_only
@pytest.mark.django_db(transaction=True)
def test_the_copy_is_whole(contact: Contact, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The copy put in the place of the database, and asked."""
    run("backup", str(tmp_path / "copy"))
    living = connection.connection
    with closing(sqlite3.connect(tmp_path / "copy", detect_types=3)) as copy:
        register_functions(copy)
        copy.isolation_level = None
        connection.connection = copy
        try:
            said = run("restore_check", "--all", "--anchor", str(tmp_path / "copy.anchor"))
        finally:
            connection.connection = living
    assert "The restored copy is whole." in said
    assert "1  helpline.Contact" in said
