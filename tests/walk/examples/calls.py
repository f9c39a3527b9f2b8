"""Examples for the addresses of the app calls."""

from __future__ import annotations

from roundel.access.grants import Asker
from roundel.calls import actions
from roundel.calls.times import month_of
from roundel.kernel import clock
from tests.factories import telephone
from tests.walk.examples.base import Example, Examples, holder

FILE = f"{telephone.HEADER}a1,2026-11-03 10:00,answered,,60\n"


def _day(asker: Asker) -> Example:
    return Example({"day": clock.today()})


def _month(asker: Asker) -> Example:
    return Example({"month": month_of(clock.today())})


def _checked(asker: Asker) -> Example:
    by = holder(asker, "calls.enter", "supervisor")
    return Example({"import_id": telephone.checked(FILE, by=by).pk})


def _added(asker: Asker) -> Example:
    by = holder(asker, "calls.enter", "supervisor")
    return Example({"import_id": telephone.imported(FILE, by=by).pk})


def answered(asker: Asker) -> Example:
    """A call that was answered where the asker sits, if he sits anywhere."""
    by = holder(asker, "calls.answer", "practitioner")
    actions.set_extension(by=by, at=clock.now(), extension="204", only_today=True)
    return Example({"call_id": telephone.answered().pk})


EXAMPLES: Examples = {
    "calls:month": _month,
    "calls:month_csv": lambda asker: Example({"month": month_of(clock.today()), "table": "days"}),
    "calls:day": _day,
    "calls:day_csv": _day,
    "calls:enter": _day,
    "calls:checked": _checked,
    "calls:add": _checked,
    "calls:drop": _checked,
    "calls:take_back": _added,
    "calls:answered": answered,
    "calls:put_aside": answered,
}
