"""rotate_keys: complete, resumable after a kill, and safe while people write."""

from __future__ import annotations

import base64
import io
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps.registry import Apps
from django.core.management import CommandError, call_command
from django.db import connection, models

from roundel.kernel import crypto
from roundel.kernel.fields import SealedColumn, SealedJSONField, SealedTextField, registry, rotation
from roundel.kernel.fields.rotation import Batch, ColumnPlace, remaining, rotate
from roundel.kernel.ids import new_id
from roundel.kernel.management.commands import rotate_keys

own_apps = Apps()


class Slip(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id)
    words = SealedTextField(null=True)
    name = SealedTextField(null=True, family="identity")

    class Meta:
        apps = own_apps
        app_label = "rotationtests"


class Label(Slip):
    answers = SealedJSONField(default=dict)

    class Meta:
        apps = own_apps
        app_label = "rotationtests"


@pytest.fixture(scope="module", autouse=True)
def _tables(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        with connection.schema_editor() as editor:
            editor.create_model(Slip)
            editor.create_model(Label)
        yield
        with connection.schema_editor() as editor:
            editor.delete_model(Label)
            editor.delete_model(Slip)


pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _only_these_models(monkeypatch):
    monkeypatch.setattr(registry, "_tables", lambda: [Slip, Label])
    monkeypatch.setattr(rotation, "_further", {})


@pytest.fixture(autouse=True)
def keys(settings):
    """keys("name") makes a key of that name current, and keeps those made before."""
    held: dict[str, str] = {}
    base = settings.ROUNDEL_KEYS

    def current(name: str) -> None:
        held[name] = base64.b64encode(name.ljust(32, ".").encode()).decode()
        settings.ROUNDEL_KEYS = {**base, "sealing": {"current": name, "keys": dict(held)}}

    current("old")
    return current


def place(name: str = "words", model: type[models.Model] = Slip) -> ColumnPlace:
    return ColumnPlace(SealedColumn(model, model._meta.get_field(name)))


def run(**options) -> str:
    out = io.StringIO()
    call_command("rotate_keys", stdout=out, **options)
    return out.getvalue()


def fill(count: int) -> list[Slip]:
    return Slip.objects.bulk_create([Slip(words=f"slip {n}", name=f"name {n}") for n in range(count)])


class TestRotation:
    def test_ends_with_nothing_under_the_old_key(self, keys):
        fill(23)
        Slip.objects.create(words=None)
        Label.objects.create(words="parent", answers={"a": [1]})
        keys("new")
        assert place().counts() == {"old": 24}
        told = run(batch=5)
        assert place().counts() == place("name").counts() | {"new": 24} == {"new": 24}
        assert place("answers", Label).counts() == {"new": 1}
        assert "rotationtests.Slip.words: 24 under new (current)" in told
        assert "Everything is under the current keys." in told

    def test_the_content_is_the_same_and_the_old_key_can_go(self, keys, settings):
        made = fill(7)
        label = Label.objects.create(words="parent", answers={"a": [1]})
        keys("new")
        run(batch=3)
        only_new = {name: key for name, key in settings.ROUNDEL_KEYS["sealing"]["keys"].items() if name == "new"}
        settings.ROUNDEL_KEYS = {**settings.ROUNDEL_KEYS, "sealing": {"current": "new", "keys": only_new}}
        assert [Slip.objects.get(pk=slip.pk).words for slip in made] == [f"slip {n}" for n in range(7)]
        assert [Slip.objects.get(pk=slip.pk).name for slip in made] == [f"name {n}" for n in range(7)]
        assert Label.objects.get(pk=label.pk).answers == {"a": [1]}

    @pytest.mark.parametrize("size", [1, 2, 5, 6, 500])
    def test_any_size_of_batch(self, keys, size):
        fill(5)
        keys("new")
        *_, last = rotate(place(), size=size)
        assert (last.done, last.total, remaining(place())) == (5, 5, 0)

    def test_several_old_keys(self, keys):
        for name in ("old", "older", "oldest"):
            keys(name)
            fill(3)
        keys("new")
        assert place().counts() == {"old": 3, "older": 3, "oldest": 3}
        run()
        assert place().counts() == {"new": 9}

    def test_nothing_to_do(self, keys):
        fill(3)
        before = list(Slip.objects.order_by("pk").values_list("words", flat=True))
        assert " of " not in run()
        assert list(Slip.objects.order_by("pk").values_list("words", flat=True)) == before

    def test_no_rows_at_all(self):
        assert run() == "Everything is under the current keys.\n"

    def test_it_goes_on_where_it_stopped(self, keys):
        fill(10)
        keys("new")
        halfway = rotate(place(), size=2)
        for _ in range(3):
            next(halfway)
        halfway.close()
        done = {pk: sealed for pk, sealed in Slip.objects.values_list("pk", "words") if crypto.is_current(sealed.token)}
        assert place().counts() == {"new": 4, "old": 6}
        run(batch=2)
        after = dict(Slip.objects.values_list("pk", "words"))
        assert {pk: after[pk] for pk in done} == done  # what was done is not done twice
        assert place().counts() == {"new": 10}


class TestWhilePeopleWrite:
    def test_what_somebody_saves_meanwhile_wins(self, keys, monkeypatch):
        made = fill(4)
        keys("new")
        real = ColumnPlace._replace

        def saved_first(self, changes):
            monkeypatch.setattr(ColumnPlace, "_replace", real)
            slip = Slip.objects.get(pk=made[1].pk)
            slip.words = "written meanwhile"
            slip.save()
            Slip.objects.filter(pk=made[2].pk).update(words=None)
            Slip.objects.filter(pk=made[3].pk).delete()
            return real(self, changes)

        monkeypatch.setattr(ColumnPlace, "_replace", saved_first)
        *_, last = rotate(place())
        assert last.done == 1
        assert [Slip.objects.get(pk=slip.pk).words for slip in made[:3]] == ["slip 0", "written meanwhile", None]
        assert place().counts() == {"new": 2}

    def test_what_is_saved_under_the_old_key_meanwhile_is_done_in_another_pass(self, keys, monkeypatch):
        made = fill(3)
        keys("new")
        real = ColumnPlace._replace

        def saved_by_an_old_program(self, changes):
            monkeypatch.setattr(ColumnPlace, "_replace", real)
            keys("old")
            slip = Slip.objects.get(pk=made[0].pk)
            slip.words = "by an old program"
            slip.save()
            keys("new")
            return real(self, changes)

        monkeypatch.setattr(ColumnPlace, "_replace", saved_by_an_old_program)
        *_, last = rotate(place())
        assert (last.done, place().counts()) == (3, {"new": 3})
        assert Slip.objects.get(pk=made[0].pk).words == "by an old program"


class TestWhatDoesNotOpen:
    def test_is_left_and_named_and_the_rest_is_done(self, keys):
        made = fill(5)
        damaged = Slip.objects.values_list("words", flat=True).get(pk=made[0].pk)
        Slip.objects.filter(pk=made[2].pk).update(words=damaged)
        keys("new")
        out = io.StringIO()
        with pytest.raises(CommandError, match="1 values are not under the current key"):
            call_command("rotate_keys", stdout=out, batch=2)
        assert f"row {made[2].pk} does not open" in out.getvalue()
        assert "slip" not in out.getvalue().replace("Slip", "")
        assert place().counts() == {"new": 4, "old": 1}

    def test_rubbish_is_counted_as_unreadable(self):
        slip = Slip.objects.create(words="x")
        with connection.cursor() as cursor:
            for rubbish in (b"", b"\x01", b"\x07" * 60, b"\x01\xff\xff\xff\xff\xff\xff\xff\xff" * 9):
                cursor.execute("UPDATE rotationtests_slip SET words = %s", [rubbish])
                assert place().counts() == {"unreadable": 1}
        with pytest.raises(CommandError):
            run()
        assert Slip.objects.filter(pk=slip.pk).exists()


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class TestCommand:
    def test_check_changes_nothing(self, keys):
        fill(3)
        keys("new")
        out = io.StringIO()
        with pytest.raises(CommandError, match="6 values are not under the current key"):
            call_command("rotate_keys", check=True, stdout=out)
        assert "rotationtests.Slip.words: 3 under old" in out.getvalue()
        assert place().counts() == {"old": 3}
        run()
        assert "Everything is under the current keys." in run(check=True)

    def test_tells_the_time_left(self, keys, monkeypatch):
        moments = iter(range(0, 10_000, 10))
        monkeypatch.setattr(rotate_keys.time, "monotonic", lambda: next(moments))
        fill(10)
        keys("new")
        told = run(batch=2)
        assert "rotationtests.Slip.words: 2 of 10 (20 %), about 80 s left" in told
        assert "rotationtests.Slip.words: 8 of 10 (80 %), about 12 s left" in told
        assert "rotationtests.Slip.words: 10 of 10 (100 %), 70 s" in told

    def test_on_a_terminal_it_is_one_line(self, keys, monkeypatch):
        monkeypatch.setattr(rotate_keys.time, "monotonic", iter(range(0, 10_000, 10)).__next__)
        fill(4)
        keys("new")
        terminal = Terminal()
        call_command("rotate_keys", stdout=terminal, batch=2)
        [words] = [line for line in terminal.getvalue().split("\n") if "Slip.words: 4 of 4" in line]
        assert words.count("\r") == 4

    def test_a_batch_of_nothing_is_refused(self):
        with pytest.raises(CommandError, match="at least 1"):
            run(batch=0)

    @pytest.mark.parametrize(
        ("seconds", "words"), [(0, "0 s"), (119, "119 s"), (120, "2 min"), (7199, "119 min"), (7260, "2 h 1 min")]
    )
    def test_durations(self, seconds, words):
        assert rotate_keys._duration(seconds) == words


class TestOtherPlaces:
    def test_what_is_registered_is_rotated_too(self):
        class Elsewhere:
            label, current = "elsewhere", "new"
            left = 3

            def counts(self):
                return {"old": self.left, "new": 3 - self.left}

            def reseal(self, after, size):
                if not self.left:
                    return None
                self.left -= 1
                return Batch(1, (), self.left)

        elsewhere = Elsewhere()
        rotation.register_place(elsewhere)
        run()
        assert elsewhere.left == 0


@pytest.mark.slow
class TestKill:
    ROWS = 1000

    def child(self, database: Path, key: str, *arguments: str) -> subprocess.Popen:
        root = Path(__file__).parents[3]
        environment = {**os.environ, "CHILD_DATABASE": str(database), "CHILD_KEY": key, "PYTHONPATH": str(root / "src")}
        script = Path(__file__).with_name("rotation_child.py")
        return subprocess.Popen(
            [sys.executable, script, *arguments], env=environment, stdout=subprocess.PIPE, text=True
        )

    def counts(self, database: Path) -> dict[str, int]:
        with sqlite3.connect(database, timeout=20) as reader:
            found = reader.execute("SELECT substr(words, 2, 3), count(*) FROM kernel_slip GROUP BY 1").fetchall()
        reader.close()
        return {name.decode(): number for name, number in found}

    @pytest.fixture
    def database(self) -> Iterator[Path]:
        memory = Path("/dev/shm")  # noqa: S108 - a folder in memory, where there is one
        with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as folder:
            yield Path(folder) / "slips.sqlite3"

    def test_a_killed_rotation_is_taken_up_again(self, database):
        assert self.child(database, "old", "fill", str(self.ROWS)).communicate() == ("", None)
        assert self.counts(database) == {"old": self.ROWS}

        rotation_process = self.child(database, "new", "rotate")
        deadline = time.monotonic() + 30
        while not self.counts(database).get("new") and time.monotonic() < deadline:
            time.sleep(0.02)
        rotation_process.kill()
        rotation_process.communicate()
        halfway = self.counts(database)
        assert 0 < halfway["new"] < self.ROWS
        assert halfway["new"] + halfway["old"] == self.ROWS
        assert halfway["new"] % 5 == 0  # whole batches only

        again = self.child(database, "new", "rotate")
        told, _ = again.communicate()
        assert f"{halfway['old']:,} of {halfway['old']:,} (100 %)" in told
        assert again.returncode == 0
        assert self.counts(database) == {"new": self.ROWS}
        assert self.child(database, "new", "read", str(self.ROWS)).communicate()[0] == "True\n"
