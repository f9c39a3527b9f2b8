"""The rules: each refusal beside its success, over the same asker or values."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from roundel.access import rules
from roundel.access.grants import NOBODY, Asker
from roundel.access.roles import APART, PERMISSIONS, ROLES, kept_apart, permissions_of
from roundel.kernel.errors import InvalidInput, Refused
from tests.support.moments import NOW

ME, OTHER = uuid.UUID(int=1), uuid.UUID(int=2)


def holder(*roles: str, user_id: uuid.UUID = ME) -> Asker:
    return Asker(user_id, "Joan", frozenset(roles), permissions_of(frozenset(roles)))


def test_an_administrator_manages_accounts_and_nobody_else_does() -> None:
    rules.check_may_manage(holder("administrator"))
    for role in ROLES.keys() - {"administrator"}:
        with pytest.raises(Refused):
            rules.check_may_manage(holder(role))
    with pytest.raises(Refused):
        rules.check_may_manage(NOBODY)


def test_nobody_changes_his_own_account() -> None:
    joan = holder("administrator")
    rules.check_may_change(joan, OTHER)
    with pytest.raises(Refused, match="their own"):
        rules.check_may_change(joan, ME)


@pytest.mark.parametrize("case_role", ["practitioner", "supervisor", "safeguarding_lead"])
def test_an_administrator_holds_no_case_role(case_role: str) -> None:
    rules.check_role_fits("auditor", ["administrator"])
    rules.check_role_fits(case_role, ["auditor"])
    with pytest.raises(InvalidInput, match="cannot be one person"):
        rules.check_role_fits(case_role, ["administrator"])
    with pytest.raises(InvalidInput, match="cannot be one person"):
        rules.check_role_fits("administrator", [case_role])


def test_a_role_is_held_once_and_must_exist() -> None:
    rules.check_role_fits("supervisor", ["practitioner"])
    with pytest.raises(InvalidInput, match="already"):
        rules.check_role_fits("practitioner", ["practitioner"])
    with pytest.raises(InvalidInput, match="from the list"):
        rules.check_role_fits("owner", [])


def test_a_role_held_that_is_no_longer_in_the_table_keeps_nothing_apart() -> None:
    rules.check_role_fits("administrator", ["a role of long ago"])


@pytest.mark.parametrize("days", [0, 1, 366])
def test_a_role_begins_today_or_later(days: int) -> None:
    today = dt.date(2027, 3, 14)
    rules.check_begins(today + dt.timedelta(days=days), today)


@pytest.mark.parametrize("days", [-1, -3000, 367])
def test_a_role_begins_neither_in_the_past_nor_far_ahead(days: int) -> None:
    today = dt.date(2027, 3, 14)
    with pytest.raises(InvalidInput) as refused:
        rules.check_begins(today + dt.timedelta(days=days), today)
    assert refused.value.field == "from_day"


def test_a_reason_is_a_sentence() -> None:
    assert rules.check_reason("  A child may come to harm tonight. \n") == "A child may come to harm tonight."
    for poor in ("", "urgent", "needed it", "a b c d", "           ", "x " * 3):
        with pytest.raises(InvalidInput):
            rules.check_reason(poor)


def test_somebody_else_reviews() -> None:
    marian = holder("supervisor")
    rules.check_may_review(marian, OTHER)
    with pytest.raises(Refused, match="Somebody else"):
        rules.check_may_review(marian, ME)
    with pytest.raises(Refused):
        rules.check_may_review(holder("practitioner"), OTHER)


def test_who_may_break_the_glass() -> None:
    can = {role for role in ROLES if holder(role).may(rules.BREAK_GLASS)}
    assert can == {"practitioner", "supervisor", "safeguarding_lead"}
    rules.check_may_break_glass(holder("practitioner"))
    with pytest.raises(Refused):
        rules.check_may_break_glass(holder("administrator"))


def test_five_failures_in_a_quarter_of_an_hour_lock() -> None:
    soon, late = NOW + dt.timedelta(minutes=15), NOW + dt.timedelta(minutes=15, seconds=1)
    assert rules.failures_after(3, NOW, soon) == 4
    assert rules.failures_after(4, NOW, late) == 1
    assert rules.locks_until(rules.LOCK_AFTER - 1, NOW) is None
    assert rules.locks_until(rules.LOCK_AFTER, NOW) == NOW + dt.timedelta(minutes=15)


def test_only_the_administrator_has_neither_look_nor_figure_of_a_case() -> None:
    mine = ROLES["administrator"].permissions
    assert mine == {"access.manage_users"}


def test_the_tables_name_only_what_exists() -> None:
    assert all(role.permissions <= set(PERMISSIONS) for role in ROLES.values())
    assert set().union(*(role.permissions for role in ROLES.values())) == set(PERMISSIONS)
    assert all(pair <= set(ROLES) and len(pair) == 2 and why for pair, why in APART.items())
    assert kept_apart("supervisor", "administrator") == kept_apart("administrator", "supervisor") != ""


def test_an_unknown_role_gives_nothing() -> None:
    assert permissions_of(frozenset({"owner"})) == frozenset()
    assert permissions_of(frozenset({"owner", "auditor"})) == {"audit.view"}


def test_the_asker_of_nobody_may_nothing() -> None:
    assert not any(NOBODY.may(permission) for permission in PERMISSIONS)
    assert not NOBODY.may_any(*PERMISSIONS)
    assert NOBODY.granted_ids("helpline.contact") == frozenset()
    assert NOBODY.via(ME) == ""
