"""Sealed fields: every way that Django writes and reads a row, and what a thief finds in the table."""

from __future__ import annotations

import copy
import json
import pickle
import unicodedata
import uuid
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from django.apps import apps as real_apps
from django.apps.registry import Apps
from django.core import serializers
from django.core.exceptions import FieldError, ValidationError
from django.db import connection, models
from django.db.migrations.writer import MigrationWriter
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st

from roundel.kernel import crypto, fields
from roundel.kernel.fields import Sealed, SealedFieldError, SealedJSONField, SealedTextField, clean_text
from roundel.kernel.ids import new_id

registry = Apps()


class Letter(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id)
    subject = models.CharField(max_length=40, default="")
    notes = SealedTextField(default="")
    remark = SealedTextField(null=True)
    name = SealedTextField(null=True, family="identity")
    answers = SealedJSONField(default=dict)

    class Meta:
        apps = registry
        app_label = "sealedtests"


class Postcard(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id)
    notes = SealedTextField(default="")

    class Meta:
        apps = registry
        app_label = "sealedtests"


class Parcel(Letter):
    weight = SealedTextField(default="")

    class Meta:
        apps = registry
        app_label = "sealedtests"


@pytest.fixture(scope="module", autouse=True)
def _tables(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        with connection.schema_editor() as editor:
            for model in (Letter, Postcard, Parcel):
                editor.create_model(model)
        yield
        with connection.schema_editor() as editor:
            for model in (Parcel, Postcard, Letter):
                editor.delete_model(model)


pytestmark = pytest.mark.django_db


@pytest.fixture
def openings(monkeypatch):
    """Every decryption that happens, as its AAD."""
    seen: list[bytes] = []

    def counting(token, *, aad, family):
        seen.append(aad)
        return crypto.unseal(token, aad=aad, family=family)

    monkeypatch.setattr("roundel.kernel.fields.field.unseal", counting)
    return seen


def column(pk: uuid.UUID, name: str = "notes", table: str = "sealedtests_letter") -> bytes | None:
    """What stands in the table."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {name} FROM {table} WHERE id = %s", [pk.hex if connection.vendor == "sqlite" else pk])
        found = cursor.fetchone()[0]
    return None if found is None else bytes(found)


SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
JSON_VALUES = st.recursive(SCALARS, lambda v: st.lists(v) | st.dictionaries(st.text(), v), max_leaves=10)


def fresh(letter: Letter) -> Letter:
    return Letter.objects.get(pk=letter.pk)


class TestWritingAndReading:
    def test_create(self):
        letter = Letter.objects.create(notes="what was said", remark=None, answers={"a": [1, None]})
        assert letter.notes == "what was said"
        assert (fresh(letter).notes, fresh(letter).remark, fresh(letter).answers) == (
            "what was said",
            None,
            {"a": [1, None]},
        )

    def test_the_table_holds_no_content(self):
        letter = Letter.objects.create(notes="what was said", answers={"said": "words"})
        assert crypto.key_id(column(letter.pk)) == "test"
        assert b"said" not in column(letter.pk) + column(letter.pk, "answers")
        assert column(letter.pk, "remark") is None

    def test_missing_and_empty_are_kept_apart(self):
        missing, empty = Letter.objects.create(remark=None), Letter.objects.create(remark="")
        assert (fresh(missing).remark, fresh(empty).remark) == (None, "")
        assert list(Letter.objects.filter(remark__isnull=True)) == [missing]
        assert list(Letter.objects.exclude(remark__isnull=True)) == [empty]

    def test_defaults(self):
        one, two = Letter(), Letter()
        one.answers["a"] = 1
        assert (one.notes, one.remark, one.answers, two.answers) == ("", None, {"a": 1}, {})

    def test_save_changes_only_what_changed(self):
        letter = Letter.objects.create(notes="one", remark="two")
        before = column(letter.pk), column(letter.pk, "remark")
        loaded = fresh(letter)
        loaded.notes = "three"
        loaded.save()
        assert column(letter.pk) != before[0]
        assert column(letter.pk, "remark") == before[1]
        assert (fresh(letter).notes, fresh(letter).remark) == ("three", "two")

    def test_save_update_fields(self):
        letter = Letter.objects.create(notes="one", remark="two")
        letter.notes, letter.remark = "changed", "also changed"
        letter.save(update_fields=["notes"])
        assert (fresh(letter).notes, fresh(letter).remark) == ("changed", "two")

    def test_saving_twice_seals_once(self):
        letter = Letter.objects.create(notes="one")
        before = column(letter.pk)
        letter.save()
        assert column(letter.pk) == before

    def test_bulk_create(self):
        letters = Letter.objects.bulk_create(
            [Letter(notes=f"note {n}", remark=None if n % 2 else "r") for n in range(5)]
        )
        assert [fresh(letter).notes for letter in letters] == [f"note {n}" for n in range(5)]
        assert [fresh(letter).remark for letter in letters] == ["r", None, "r", None, "r"]

    def test_bulk_update(self):
        letters = [Letter.objects.create(notes=f"note {n}", remark="r") for n in range(5)]
        for n, letter in enumerate(letters):
            letter.notes, letter.remark, letter.answers = f"new {n}", None, {"n": n}
        assert Letter.objects.bulk_update(letters, ["notes", "remark", "answers"]) == 5
        assert [fresh(letter).notes for letter in letters] == [f"new {n}" for n in range(5)]
        assert [fresh(letter).answers for letter in letters] == [{"n": n} for n in range(5)]
        assert Letter.objects.filter(remark__isnull=True).count() == 5

    def test_update_or_create_and_get_or_create(self):
        pk = new_id()
        Letter.objects.update_or_create(pk=pk, defaults={"notes": "first"})
        Letter.objects.update_or_create(pk=pk, defaults={"notes": "second"})
        letter, created = Letter.objects.get_or_create(pk=pk, defaults={"notes": "third"})
        assert (created, letter.notes) == (False, "second")

    def test_bulk_create_with_update_conflicts(self):
        letter = Letter.objects.create(notes="old")
        Letter.objects.bulk_create(
            [Letter(pk=letter.pk, notes="new")], update_conflicts=True, unique_fields=["id"], update_fields=["notes"]
        )
        assert fresh(letter).notes == "new"

    def test_refresh_from_db(self):
        letter = Letter.objects.create(notes="one", remark="two")
        other = fresh(letter)
        other.notes = "changed"
        other.save()
        letter.remark = "unsaved"
        letter.refresh_from_db(fields=["notes"])
        assert (letter.notes, letter.remark) == ("changed", "unsaved")
        letter.refresh_from_db()
        assert letter.remark == "two"

    def test_inherited_models(self):
        parcel = Parcel.objects.create(notes="inside", weight="heavy")
        loaded = Parcel.objects.get(pk=parcel.pk)
        assert (loaded.notes, loaded.weight, Letter.objects.get(pk=parcel.pk).notes) == ("inside", "heavy", "inside")
        loaded.notes = loaded.weight = "changed"
        loaded.save()
        assert (Parcel.objects.get(pk=parcel.pk).weight, Letter.objects.get(pk=parcel.pk).notes) == (
            "changed",
            "changed",
        )

    def test_json_changed_in_place(self):
        letter = Letter.objects.create(answers={"a": [1]})
        loaded = fresh(letter)
        loaded.answers["a"].append(2)
        loaded.save()
        assert fresh(letter).answers == {"a": [1, 2]}

    def test_a_row_id_given_as_text(self):
        pk = new_id()
        Letter.objects.create(id=str(pk), notes="text id")
        assert Letter.objects.get(pk=pk).notes == "text id"


class TestContent:
    @pytest.mark.parametrize(
        "text",
        [
            "",
            "x" * 100_000,
            "\U0001f9ed" * 25_000,
            "a\x00b\x1f\x7f",
            "שלום \u202e عليكم",
            "e\u0301\u0323",
            "Siân\r\n\t",
            "\ud800",
        ],
    )
    def test_any_text_returns_unchanged(self, text):
        assert fresh(Letter.objects.create(notes=text)).notes == text

    def test_every_character(self):
        text = "".join(map(chr, range(0x110000)))
        assert fresh(Letter.objects.create(notes=text)).notes == text

    @given(JSON_VALUES)
    def test_any_json_returns_unchanged(self, value):
        letter = Letter(answers=value)
        letter.answers_sealed = letter.answers_sealed
        assert letter.answers == value

    @pytest.mark.parametrize("wrong", [3, b"bytes", ["list"], models.F("subject")])
    def test_text_fields_take_text(self, wrong):
        with pytest.raises(TypeError, match="takes text or None"):
            Letter(notes=wrong)

    def test_lazy_text_is_kept_as_text(self):
        assert fresh(Letter.objects.create(notes=gettext_lazy("Yes"))).notes == "Yes"

    @pytest.mark.parametrize("wrong", [{1, 2}, float("nan"), uuid.uuid4()])
    def test_json_fields_take_json(self, wrong):
        with pytest.raises((TypeError, ValueError)):
            Letter.objects.create(answers=wrong)


class TestLaziness:
    def test_loading_does_not_open(self, openings):
        letter = Letter.objects.create(notes="one", remark="two")
        loaded = fresh(letter)
        list(Letter.objects.values_list("notes", "remark"))
        loaded.subject = "changed"
        loaded.save()
        assert (repr(loaded.__dict__), openings).count("one") == 0
        assert openings == []

    def test_reading_opens_that_field_once(self, openings):
        letter = fresh(Letter.objects.create(notes="one", remark="two"))
        assert (letter.notes, letter.notes) == ("one", "one")
        assert openings == [f"sealedtests.Letter.notes:{letter.pk}".encode()]

    def test_defer_and_only(self, openings, django_assert_num_queries):
        pk = Letter.objects.create(notes="one", remark="two").pk
        with django_assert_num_queries(1):
            letter = Letter.objects.only("subject").get(pk=pk)
        with django_assert_num_queries(1):
            assert letter.notes == "one"
        with django_assert_num_queries(1):
            letter = Letter.objects.defer("notes").get(pk=pk)
            assert letter.remark == "two"
        assert "notes_sealed" in letter.get_deferred_fields()
        with django_assert_num_queries(1):
            letter.notes = "assigned without reading"
            letter.save(update_fields=["notes"])
        with django_assert_num_queries(1):
            letter = Letter.objects.only("notes").get(pk=pk)
            assert letter.notes == "assigned without reading"
        assert len(openings) == 3

    def test_saving_a_deferred_row_leaves_the_field_alone(self):
        pk = Letter.objects.create(notes="one", subject="s").pk
        letter = Letter.objects.defer("notes").get(pk=pk)
        letter.subject = "changed"
        letter.save()
        assert Letter.objects.get(pk=pk).notes == "one"

    def test_values_list_gives_a_closed_value(self):
        letter = Letter.objects.create(notes="one", name="Nobody")
        [(pk, notes, name)] = Letter.objects.values_list("pk", "notes", "name")
        assert isinstance(notes, Sealed)
        assert notes.open(Letter, "notes", pk) == "one"
        assert name.open(Letter, "name", pk) == "Nobody"
        assert Letter.objects.values("notes").get() == {"notes": notes}
        with pytest.raises(crypto.Tampered):
            notes.open(Letter, "remark", pk)
        with pytest.raises(SealedFieldError, match="not a sealed field"):
            notes.open(Letter, "subject", pk)
        assert letter.notes_sealed == notes

    def test_nothing_shows_content(self):
        letter = Letter.objects.create(notes="secret words")
        shown = f"{letter.notes_sealed!r} {letter.notes_sealed} {letter.__dict__!r} {vars(fresh(letter))!r} {letter!r}"
        assert "secret" not in shown
        assert repr(letter.notes_sealed).startswith("<Sealed 49 bytes, key 'test'>")

    def test_ten_thousand_reads_from_many_threads(self):
        letters = [Letter(notes=f"note {n}", answers={"n": n}) for n in range(100)]
        closed = [Letter(pk=letter.pk) for letter in letters]
        for letter, twin in zip(letters, closed, strict=True):
            twin.notes_sealed, twin.answers_sealed = letter.notes_sealed, letter.answers_sealed

        def read_all(_: int) -> list[tuple[str, object]]:
            return [(letter.notes, letter.answers) for letter in closed]

        with ThreadPoolExecutor(16) as pool:
            results = list(pool.map(read_all, range(100)))
        assert all(result == [(f"note {n}", {"n": n}) for n in range(100)] for result in results)


class TestBinding:
    def test_another_row_does_not_open(self):
        one, two = Letter.objects.create(notes="one"), Letter.objects.create(notes="two")
        Letter.objects.filter(pk=two.pk).update(notes=one.notes_sealed)
        with pytest.raises(crypto.Tampered):
            _ = fresh(two).notes

    def test_another_field_does_not_open(self):
        letter = Letter.objects.create(notes="one", remark="two")
        Letter.objects.filter(pk=letter.pk).update(remark=letter.notes_sealed)
        with pytest.raises(crypto.Tampered):
            _ = fresh(letter).remark

    def test_another_table_does_not_open(self):
        letter = Letter.objects.create(notes="one")
        Postcard.objects.create(pk=letter.pk)
        Postcard.objects.filter(pk=letter.pk).update(notes=letter.notes_sealed)
        with pytest.raises(crypto.Tampered):
            _ = Postcard.objects.get(pk=letter.pk).notes

    def test_a_closed_value_of_another_row_is_refused_at_once(self):
        one = Letter.objects.create(notes="one")
        with pytest.raises(crypto.Tampered):
            Letter(notes=one.notes_sealed)
        assert Letter(pk=one.pk, notes=one.notes_sealed).notes == "one"

    def test_damage_stays_until_it_is_read(self):
        letter = Letter.objects.create(notes="one", remark="two")
        Letter.objects.filter(pk=letter.pk).update(notes=Sealed(column(letter.pk)[:-1]))
        loaded = fresh(letter)
        assert loaded.remark == "two"
        with pytest.raises(crypto.Tampered):
            _ = loaded.notes

    def test_families_use_their_own_keys(self):
        letter = Letter.objects.create(name="Nobody")
        aad = f"sealedtests.Letter.name:{letter.pk}".encode()
        assert crypto.unseal(column(letter.pk, "name"), aad=aad, family="identity") == b"Nobody"
        with pytest.raises(crypto.Tampered):
            crypto.unseal(column(letter.pk, "name"), aad=aad)

    def test_a_row_without_an_id_cannot_be_sealed(self):
        letter = Letter(notes="one")
        letter.pk = None
        with pytest.raises(SealedFieldError, match="default=new_id"):
            _ = letter.notes_sealed

    def test_renamed_fields_keep_their_old_binding(self):
        field = SealedTextField(bound_as="old.Model.words")
        assert field.aad(uuid.UUID(int=1)) == b"old.Model.words:00000000-0000-0000-0000-000000000001"


def through_pickle(row: Letter) -> Letter:
    return pickle.loads(pickle.dumps(row))  # noqa: S301 - our own pickle of a moment ago


class TestCopies:
    @pytest.fixture(autouse=True)
    def _models_are_found_by_name(self, monkeypatch):
        """Django pickles and copies a row by looking its model up among the installed ones."""
        named = SimpleNamespace(get_model=lambda _, name: {"Letter": Letter}[name])
        monkeypatch.setattr("django.db.models.base.apps", named)

    @pytest.mark.parametrize("copier", [copy.copy, copy.deepcopy, through_pickle])
    def test_copies_read_the_same(self, copier):
        letter = fresh(Letter.objects.create(notes="one", answers={"a": [1]}))
        assert (letter.notes, letter.answers) == ("one", {"a": [1]})
        twin = copier(letter)
        twin.notes = "two"
        assert (letter.notes, twin.notes, twin.answers) == ("one", "two", {"a": [1]})

    def test_deep_copies_of_unsaved_rows_are_apart(self):
        letter = Letter(notes="one", answers={"a": [1]})
        twin = copy.deepcopy(letter)
        twin.answers["a"].append(2)
        assert (letter.answers, twin.answers, twin.notes) == ({"a": [1]}, {"a": [1, 2]}, "one")

    def test_deep_copies_keep_a_change_in_place(self):
        letter = fresh(Letter.objects.create(answers={"a": [1]}))
        letter.answers["a"].append(2)
        assert copy.deepcopy(letter).answers == {"a": [1, 2]}

    def test_a_pickle_holds_no_content(self):
        letter = Letter.objects.create(notes="secret words", answers={"k": "secret words"})
        assert letter.notes == "secret words"
        assert b"secret" not in pickle.dumps(letter)

    def test_an_unsaved_value_is_not_pickled(self):
        with pytest.raises(SealedFieldError, match="save the row first"):
            pickle.dumps(Letter(notes="secret"))
        letter = Letter.objects.create(notes="one")
        letter.answers["changed"] = "in place"
        with pytest.raises(SealedFieldError, match="save the row first"):
            pickle.dumps(letter)

    def test_a_copied_row_is_sealed_anew(self):
        letter = Letter.objects.create(notes="one", name="Nobody")
        twin = fresh(letter)
        twin.pk, twin._state.adding = new_id(), True
        twin.save()
        assert (fresh(twin).notes, fresh(twin).name, fresh(letter).notes) == ("one", "Nobody", "one")
        assert column(twin.pk) != column(letter.pk)

    def test_fixtures_carry_closed_values(self):
        letter = Letter.objects.create(notes="secret words", answers={"a": 1})
        text = serializers.serialize("json", [letter])
        assert "secret" not in text
        assert json.loads(text)[0]["fields"]["remark"] is None
        Letter.objects.all().delete()
        pk, values = letter.pk, json.loads(text)[0]["fields"]
        loaded = Letter(
            pk=pk, **{name: Letter._meta.get_field(name).to_python(value) for name, value in values.items()}
        )
        loaded.save_base(raw=True)
        assert (fresh(letter).notes, fresh(letter).answers) == ("secret words", {"a": 1})


class TestRotationWhileWorking:
    def test_a_save_leaves_nothing_under_the_old_key(self, settings):
        letter = Letter.objects.create(notes="one", remark="two")
        loaded = fresh(letter)
        settings.ROUNDEL_KEYS = with_new_key(settings.ROUNDEL_KEYS)
        loaded.save()
        assert {crypto.key_id(column(letter.pk, name)) for name in ("notes", "remark", "answers")} == {"newer"}
        assert (fresh(letter).notes, fresh(letter).remark) == ("one", "two")


def with_new_key(keys):
    sealing = {"current": "newer", "keys": {**keys["sealing"]["keys"], "newer": keys["index"]}}
    return {**keys, "sealing": sealing}


class TestRefusals:
    @pytest.mark.parametrize(
        "lookup",
        [
            {"notes": "one"},
            {"notes": None},
            {"notes__icontains": "o"},
            {"notes__in": ["one"]},
            {"answers__a": 1},
            {"notes__gt": ""},
        ],
    )
    def test_searching_raises(self, lookup):
        with pytest.raises(FieldError, match="sealed and cannot be searched"):
            Letter.objects.filter(**lookup)

    def test_updating_by_value_raises(self):
        with pytest.raises(SealedFieldError, match="save the instance"):
            Letter.objects.update(notes="one")

    def test_updating_to_missing_works(self):
        letter = Letter.objects.create(remark="two")
        Letter.objects.update(remark=None)
        assert fresh(letter).remark is None

    def test_full_clean(self):
        with pytest.raises(ValidationError) as caught:
            Letter(subject="s", notes=None).full_clean()
        assert set(caught.value.message_dict) == {"notes"}
        Letter(subject="s", notes="").full_clean()

    def test_system_checks(self):
        class Wrong(models.Model):
            indexed = SealedTextField(db_index=True)
            single = SealedTextField(unique=True)

            class Meta:
                apps = Apps()
                app_label = "sealedtests"

        assert [error.id for error in Wrong.check()].count("roundel.E001") == 2
        assert [error.id for error in Wrong.check()].count("roundel.E002") == 2
        assert [error for model in (Letter, Postcard) for error in model.check(databases=["default"])] == []
        assert Parcel._meta.get_field("weight").check() == []


class TestDjangosSide:
    @pytest.mark.parametrize(
        ("field", "written"),
        [
            (SealedTextField(), "roundel.kernel.fields.SealedTextField()"),
            (
                SealedTextField(null=True, family="identity"),
                "roundel.kernel.fields.SealedTextField(family='identity', null=True)",
            ),
            (SealedJSONField(default=dict), "roundel.kernel.fields.SealedJSONField(default=dict)"),
            (SealedTextField(bound_as="a.B.c"), "roundel.kernel.fields.SealedTextField(bound_as='a.B.c')"),
        ],
    )
    def test_migrations_are_deterministic(self, field, written):
        assert MigrationWriter.serialize(field)[0] == written
        assert MigrationWriter.serialize(field.clone())[0] == written

    def test_the_column_has_the_fields_name(self):
        field = Letter._meta.get_field("notes")
        assert (field.column, field.attname, field.db_type(connection)) == (
            "notes", "notes_sealed", {"sqlite": "BLOB", "postgresql": "bytea"}[connection.vendor])  # fmt: skip

    def test_forms_leave_it_alone(self):
        from django.forms import modelform_factory

        assert list(modelform_factory(Letter, fields=["subject"]).base_fields) == ["subject"]
        assert Letter._meta.get_field("notes").formfield() is None

    def test_the_registry_walks_all_models(self, monkeypatch):
        monkeypatch.setattr("roundel.kernel.fields.registry._tables", lambda: [Postcard, Letter, Parcel])
        assert [column.label for column in fields.sealed_fields()] == [
            "sealedtests.Letter.answers",
            "sealedtests.Letter.name",
            "sealedtests.Letter.notes",
            "sealedtests.Letter.remark",
            "sealedtests.Parcel.weight",
            "sealedtests.Postcard.notes",
        ]

    def test_the_registry_of_the_product_is_consistent(self):
        for column in fields.sealed_fields():
            assert column.model in real_apps.get_models()
            assert column.field.check(databases=["default"]) == []


class TestCleanText:
    @given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs"])))
    def test_keeps_everything_but_composes(self, text):
        assert clean_text(text) == unicodedata.normalize("NFC", text)

    def test_line_ends(self):
        assert clean_text("a\r\nb\rc\n\td ") == "a\nb\nc\n\td "

    @pytest.mark.parametrize("kept", ["\u200d\u200c", "\u200f\u202eabc\u202c", "\u00ad", "e\u0301\u0323\u0308"])
    def test_joiners_and_directions_stay(self, kept):
        assert clean_text(kept) == unicodedata.normalize("NFC", kept)

    @pytest.mark.parametrize(
        "char",
        [char for char in map(chr, range(0xA0)) if unicodedata.category(char) == "Cc" and char not in "\t\n\r"]
        + ["\ud800", "\udfff"],
    )
    def test_control_characters_are_refused_by_name_and_place(self, char):
        with pytest.raises(ValidationError) as caught:
            clean_text(f"ab{char}secret")
        assert caught.value.messages == [
            f"Character 3 is a control character (U+{ord(char):04X}) that cannot be kept. Delete it and try again."
        ]
        assert "secret" not in caught.value.messages[0]

    def test_is_quick(self):
        assert len(clean_text("häufig\r\n" * 20_000)) == 140_000
