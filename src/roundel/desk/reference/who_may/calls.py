"""The addresses of the app calls."""

from __future__ import annotations

from collections.abc import Mapping

from roundel.desk.reference.who_may.doors import BOTH, HELPLINE, SEE_FIGURES, TAKES, Address, only, signed

ADDRESSES: Mapping[str, Address] = {
    "calls:demand": only(*SEE_FIGURES),
    "calls:month": only(*SEE_FIGURES),
    "calls:month_csv": only(*SEE_FIGURES),
    "calls:day": only(*SEE_FIGURES),
    "calls:day_csv": only(*SEE_FIGURES),
    "calls:enter": only("supervisor", does=BOTH),
    "calls:import": only("supervisor", does=BOTH),
    "calls:checked": only("supervisor"),
    "calls:add": only("supervisor", does=TAKES),
    "calls:drop": only("supervisor", does=TAKES),
    "calls:take_back": only("supervisor", does=BOTH),
    "calls:extension": only(*HELPLINE, does=BOTH),
    "calls:leave": only(*HELPLINE, does=TAKES),
    "calls:arriving": only(*HELPLINE),
    "calls:answered": only(*HELPLINE),
    "calls:put_aside": only(*HELPLINE, does=TAKES),
    "calls:event": signed(),
}
