"""Issuing, recognising and replacing codes, and what a thief or a guesser gets."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from django.db import connection, transaction

from roundel.audit.models import AuditEvent
from roundel.correspondence import actions, aliases, codes, derivation, queries
from roundel.correspondence.actions import NotRecognised, Recognised
from roundel.correspondence.models import Caller, CodeAttempts
from roundel.correspondence.rules import TooManyCodes
from roundel.kernel import crypto
from roundel.kernel.errors import InvalidInput, NotFound, Refused
from tests.support.moments import NOW

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)
OTHERS = ["safeguarding_lead", "coordinator", "evaluator", "auditor", "administrator"]


@pytest.fixture
def practitioner(asker):
    return asker("practitioner")


@pytest.fixture
def derivations(monkeypatch):
    """How many derivations are made, and of how long an input."""
    made: list[int] = []
    real = derivation.hash_secret_raw

    def counting(**given):
        made.append(len(given["secret"]))
        return real(**given)

    monkeypatch.setattr(derivation, "hash_secret_raw", counting)
    return made


def wrong_codes():
    """Codes that check, and belong to nobody."""
    return (body + codes.check_digit(body) for body in (f"{number:015d}" for number in itertools.count(1)))


def events() -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(event__startswith="correspondence.").order_by("happened_at", "pk"))


class TestIssue:
    @pytest.mark.parametrize("role", ["practitioner", "supervisor"])
    def test_gives_an_alias_and_a_code(self, asker, role):
        by = asker(role)
        caller, code = actions.issue_code(by=by, at=NOW)
        assert codes.normalise(code) == code
        assert len(caller.alias.split()) == 2
        assert (caller.created_at, caller.created_by_id, caller.last_used_at) == (NOW, by.user_id, None)

    @pytest.mark.parametrize("role", OTHERS)
    def test_is_refused_to_others(self, asker, role):
        with pytest.raises(Refused):
            actions.issue_code(by=asker(role), at=NOW)
        assert not Caller.objects.exists()

    def test_leaves_one_event_without_the_code(self, practitioner):
        caller, code = actions.issue_code(by=practitioner, at=NOW)
        [event] = events()
        assert (event.event, event.kind, event.object_id) == (
            "correspondence.code.issued",
            "correspondence.caller",
            caller.pk,
        )
        assert event.reference == caller.alias.replace(" ", "-")
        assert code not in repr(vars(event))

    def test_the_code_is_kept_nowhere(self, practitioner):
        _, code = actions.issue_code(by=practitioner, at=NOW)
        for table in connection.introspection.table_names():
            with connection.cursor() as cursor:
                cursor.execute(f'SELECT * FROM "{table}"')
                stored = repr([bytes(v) if isinstance(v, memoryview) else v for row in cursor.fetchall() for v in row])
            assert code not in stored
            assert codes.shown(code) not in stored

    def test_the_answer_does_not_show_it_by_accident(self, practitioner):
        issued = actions.issue_code(by=practitioner, at=NOW)
        assert issued.code not in f"{issued!r} {issued}"
        assert issued.caller.alias not in f"{issued!r} {issued.caller}"

    def test_an_alias_taken_in_the_same_moment_is_drawn_again(self, practitioner, monkeypatch):
        taken = actions.issue_code(by=practitioner, at=NOW).caller.alias
        drawn = iter([taken, "Amber Harbour"])
        monkeypatch.setattr(actions, "_free_alias", lambda: next(drawn))
        assert actions.issue_code(by=practitioner, at=NOW).caller.alias == "Amber Harbour"

    def test_taken_aliases_are_passed_over(self, practitioner, monkeypatch):
        words = iter(["Amber Harbour"] * 100 + ["Copper Valley"] * 100)
        monkeypatch.setattr(actions, "random_alias", lambda: next(words))
        made = [actions.issue_code(by=practitioner, at=NOW).caller.alias for _ in range(2)]
        assert made == ["Amber Harbour", "Copper Valley"]


class TestRecognise:
    def test_finds_the_caller_and_tells_the_last_use(self, practitioner, asker):
        caller, code = actions.issue_code(by=practitioner, at=NOW)
        first = actions.recognise(code=codes.shown(code), by=practitioner, at=NOW + MINUTE)
        second = actions.recognise(code=code, by=asker("supervisor"), at=NOW + 2 * MINUTE)
        assert first == Recognised(caller, None)
        assert second == Recognised(caller, NOW + MINUTE)
        assert Caller.objects.get().last_used_at == NOW + 2 * MINUTE

    @pytest.mark.parametrize("role", OTHERS)
    def test_is_refused_to_others(self, practitioner, asker, role, derivations):
        _, code = actions.issue_code(by=practitioner, at=NOW)
        derivations.clear()
        with pytest.raises(Refused):
            actions.recognise(code=code, by=asker(role), at=NOW)
        assert derivations == []

    def test_tells_callers_apart(self, practitioner):
        issued = [actions.issue_code(by=practitioner, at=NOW) for _ in range(5)]
        found = [actions.recognise(code=code, by=practitioner, at=NOW).caller for _, code in issued]
        assert found == [caller for caller, _ in issued]
        assert len({caller.alias for caller in found}) == 5

    @pytest.mark.parametrize(
        ("typed", "mistyped"),
        [
            (next(wrong_codes()), False),
            ("1234 5678 9012 3456", True),
            ("", True),
            ("no code", True),
            ("1" * 100_000, True),
        ],
    )
    def test_a_wrong_code_is_a_clear_outcome(self, practitioner, typed, mistyped):
        outcome = actions.recognise(code=typed, by=practitioner, at=NOW)
        assert outcome == NotRecognised(mistyped=mistyped, attempts_left=9)
        assert outcome.message.startswith("This is not a complete code" if mistyped else "There is no caller")

    def test_right_wrong_and_mistyped_cost_the_same(self, practitioner, derivations):
        _, code = actions.issue_code(by=practitioner, at=NOW)
        derivations.clear()
        for typed in (code, next(wrong_codes()), "12", "", "x" * 1_000_000):
            actions.recognise(code=typed, by=practitioner, at=NOW)
        assert derivations == [32] * 5

    def test_the_derivation_holds_no_lock(self, practitioner, monkeypatch, django_capture_on_commit_callbacks):
        depth = len(connection.savepoint_ids)
        real = derivation.hash_secret_raw

        def watching(**given):
            assert len(connection.savepoint_ids) == depth
            return real(**given)

        monkeypatch.setattr(derivation, "hash_secret_raw", watching)
        caller, code = actions.issue_code(by=practitioner, at=NOW)
        actions.recognise(code=code, by=practitioner, at=NOW)
        actions.replace_code(caller=caller, reason="lost", by=practitioner, at=NOW)

    def test_leaves_one_event_without_the_code(self, practitioner):
        caller, code = actions.issue_code(by=practitioner, at=NOW)
        wrong = next(wrong_codes())
        for minutes, typed in enumerate((code, wrong, "123"), start=1):
            actions.recognise(code=typed, by=practitioner, at=NOW + minutes * MINUTE)
        _, right, unknown, mistyped = events()
        assert (right.event, right.object_id) == ("correspondence.code.recognised", caller.pk)
        assert (unknown.event, unknown.object_id, unknown.reference) == ("correspondence.code.not_recognised", None, "")
        assert '"mistyped":false' in unknown.detail
        assert '"mistyped":true' in mistyped.detail
        assert code not in repr([vars(event) for event in events()])
        assert wrong not in repr([vars(event) for event in events()])

    def test_another_pepper_finds_nobody(self, practitioner, settings):
        _, code = actions.issue_code(by=practitioner, at=NOW)
        settings.ROUNDEL_KEYS = {**settings.ROUNDEL_KEYS, "pepper": settings.ROUNDEL_KEYS["index"]}
        assert isinstance(actions.recognise(code=code, by=practitioner, at=NOW), NotRecognised)

    def test_a_row_changed_by_hand_does_not_pass(self, practitioner):
        (one, _), (_, code) = (actions.issue_code(by=practitioner, at=NOW) for _ in range(2))
        lookup = derivation.derive(code).lookup
        Caller.objects.exclude(pk=one.pk).update(lookup=b"elsewhere")
        Caller.objects.filter(pk=one.pk).update(lookup=lookup)
        with pytest.raises(crypto.Tampered):
            actions.recognise(code=code, by=practitioner, at=NOW)


class TestTooManyWrongCodes:
    def try_wrong(self, by, count, at=NOW):
        return [actions.recognise(code=code, by=by, at=at) for code in itertools.islice(wrong_codes(), count)]

    def test_ten_wrong_then_refused_until_the_window_ends(self, practitioner, derivations):
        _, code = actions.issue_code(by=practitioner, at=NOW)
        assert [outcome.attempts_left for outcome in self.try_wrong(practitioner, 10)] == list(range(9, -1, -1))
        derivations.clear()
        with pytest.raises(TooManyCodes, match="The next can be tried at 9:14pm") as caught:
            actions.recognise(code=code, by=practitioner, at=NOW + 9 * MINUTE)
        assert (caught.value.until, caught.value.may_know, derivations) == (NOW + 10 * MINUTE, True, [])
        assert isinstance(actions.recognise(code=code, by=practitioner, at=NOW + 10 * MINUTE), Recognised)

    def test_a_new_window_begins_with_a_wrong_code(self, practitioner):
        self.try_wrong(practitioner, 9)
        [outcome] = self.try_wrong(practitioner, 1, at=NOW + 10 * MINUTE)
        assert outcome.attempts_left == 9
        assert CodeAttempts.objects.get().window_start == NOW + 10 * MINUTE

    def test_a_right_code_does_not_start_the_count_again(self, practitioner):
        _, code = actions.issue_code(by=practitioner, at=NOW)
        self.try_wrong(practitioner, 9)
        actions.recognise(code=code, by=practitioner, at=NOW)
        assert self.try_wrong(practitioner, 1)[0].attempts_left == 0

    def test_others_are_not_held_up(self, practitioner, asker):
        self.try_wrong(practitioner, 10)
        assert self.try_wrong(asker("supervisor"), 1)[0].attempts_left == 9

    def test_codes_tried_at_the_same_moment_are_not_all_answered(self, practitioner, monkeypatch):
        """The count fills up while the derivation runs: the answer is withheld, even of a right code."""
        _, code = actions.issue_code(by=practitioner, at=NOW)
        real = actions.derive

        def slowly(digits):
            monkeypatch.setattr(actions, "derive", real)
            self.try_wrong(practitioner, 10)
            return real(digits)

        monkeypatch.setattr(actions, "derive", slowly)
        with pytest.raises(TooManyCodes):
            actions.recognise(code=code, by=practitioner, at=NOW)
        assert Caller.objects.get().last_used_at is None

    def test_the_count_says_nothing_about_where_from(self, practitioner):
        self.try_wrong(practitioner, 1)
        [row] = CodeAttempts.objects.values()
        assert set(row) == {"id", "bucket", "window_start", "wrong"}
        assert row["bucket"] == f"desk:{practitioner.user_id}"


class TestReplace:
    def test_the_new_code_works_and_the_old_one_stops(self, practitioner):
        caller, old = actions.issue_code(by=practitioner, at=NOW)
        before = Caller.objects.get()
        again, new = actions.replace_code(caller=caller, reason="Lost the paper.", by=practitioner, at=NOW + MINUTE)
        assert (again.pk, again.alias, again.code_issued_at) == (caller.pk, caller.alias, NOW + MINUTE)
        assert bytes(Caller.objects.get().wrapped_key) != bytes(before.wrapped_key)
        assert isinstance(actions.recognise(code=old, by=practitioner, at=NOW + MINUTE), NotRecognised)
        assert actions.recognise(code=new, by=practitioner, at=NOW + MINUTE).caller == caller

    def test_leaves_one_event_with_the_reason(self, practitioner):
        caller, _ = actions.issue_code(by=practitioner, at=NOW)
        _, new = actions.replace_code(caller=caller, reason="Lost the paper.", by=practitioner, at=NOW + MINUTE)
        event = events()[-1]
        assert (event.event, event.reason, len(events())) == ("correspondence.code.replaced", "Lost the paper.", 2)
        assert new not in repr(vars(event))

    @pytest.mark.parametrize("reason", ["", "  \n", "x" * 2001])
    def test_needs_a_reason(self, practitioner, reason):
        caller, code = actions.issue_code(by=practitioner, at=NOW)
        with pytest.raises(InvalidInput) as caught:
            actions.replace_code(caller=caller, reason=reason, by=practitioner, at=NOW)
        assert caught.value.field == "reason"
        assert isinstance(actions.recognise(code=code, by=practitioner, at=NOW), Recognised)

    @pytest.mark.parametrize("role", OTHERS)
    def test_is_refused_to_others(self, practitioner, asker, role):
        caller, code = actions.issue_code(by=practitioner, at=NOW)
        with pytest.raises(Refused):
            actions.replace_code(caller=caller, reason="r", by=asker(role), at=NOW)
        assert isinstance(actions.recognise(code=code, by=practitioner, at=NOW), Recognised)

    def test_nothing_remains_of_a_replacement_undone(self, practitioner):
        caller, code = actions.issue_code(by=practitioner, at=NOW)
        with transaction.atomic():
            actions.replace_code(caller=caller, reason="r", by=practitioner, at=NOW)
            transaction.set_rollback(True)
        assert isinstance(actions.recognise(code=code, by=practitioner, at=NOW), Recognised)
        assert [event.event for event in events()] == ["correspondence.code.issued", "correspondence.code.recognised"]


class TestQueries:
    def test_by_alias(self, practitioner):
        caller, _ = actions.issue_code(by=practitioner, at=NOW)
        assert queries.caller_by_alias(practitioner, caller.alias.lower().replace(" ", "-")) == caller
        assert queries.caller_by_alias(practitioner, "Nobody Here") is None
        assert queries.caller_by_alias(practitioner, "x" * 100_000) is None
        assert queries.get_caller(practitioner, caller.pk) == caller

    @pytest.mark.parametrize("role", OTHERS)
    def test_others_see_no_callers(self, practitioner, asker, role):
        caller, _ = actions.issue_code(by=practitioner, at=NOW)
        by = asker(role)
        assert queries.caller_by_alias(by, caller.alias) is None
        assert not queries.visible_to(by).exists()
        with pytest.raises(NotFound):
            queries.get_caller(by, caller.pk)

    def test_text_of_a_caller_says_nothing(self, practitioner):
        caller, _ = actions.issue_code(by=practitioner, at=NOW)
        assert aliases.normalise_alias(caller.alias) not in f"{caller} {caller!r} {CodeAttempts()}"


class TestDerivation:
    def test_halves_differ_and_are_not_shown(self):
        derived = derivation.derive("1234567890123450")
        assert (len(derived.lookup), len(derived.key)) == (32, 32)
        assert derived.lookup != derived.key
        assert repr(derived) == "Derived()"

    def test_is_always_the_same(self):
        assert derivation.derive("1234567890123450") == derivation.derive("1234567890123450")
        assert derivation.derive(None) != derivation.derive("0000000000000000")

    def test_the_key_opens_only_its_own_caller(self, practitioner):
        (one, code), (two, _) = (actions.issue_code(by=practitioner, at=NOW) for _ in range(2))
        derived = derivation.derive(code)
        assert len(derivation.unwrap_key(derived, one.wrapped_key, one.pk)) == 32
        with pytest.raises(crypto.Tampered):
            derivation.unwrap_key(derived, two.wrapped_key, two.pk)
        with pytest.raises(crypto.Tampered):
            derivation.unwrap_key(derived, one.wrapped_key, two.pk)

    def test_production_parameters_are_strong(self):
        from roundel.config.settings import base

        cost = base.ROUNDEL_CODE_COST
        assert cost["memory_cost"] * cost["time_cost"] >= 19 * 1024 * 2  # at least OWASP's m=19 MiB, t=2
