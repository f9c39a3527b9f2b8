"""Call-backs: booking and making them, settling them, and the slots in which they are made."""

from __future__ import annotations

from collections.abc import Mapping

from roundel.desk.reference.who_may.doors import BOTH, HELPLINE, TAKES, Address, only

ADDRESSES: Mapping[str, Address] = {
    "callbacks:list": only(*HELPLINE),
    "callbacks:ended": only(*HELPLINE),
    "callbacks:new": only(*HELPLINE, does=BOTH),
    "callbacks:book": only(*HELPLINE, does=BOTH),
    "callbacks:slots": only(*HELPLINE),
    "callbacks:slot_new": only("supervisor", does=BOTH),
    "callbacks:slot_pattern": only("supervisor", does=BOTH),
    "callbacks:slot_change": only("supervisor", does=BOTH),
    "callbacks:slot_withdraw": only("supervisor", does=BOTH),
    "callbacks:call_back": only(*HELPLINE),
    "callbacks:told": only(*HELPLINE),
    "callbacks:begin": only(*HELPLINE, does=TAKES),
    "callbacks:call": only(*HELPLINE, does=BOTH),
    "callbacks:put_back": only(*HELPLINE, does=TAKES),
    "callbacks:settle": only(*HELPLINE, does=BOTH),
    "callbacks:give_up": only(*HELPLINE, does=BOTH),
    "callbacks:cancel": only(*HELPLINE, does=BOTH),
    "callbacks:move": only(*HELPLINE, does=BOTH),
    "callbacks:priority": only(*HELPLINE, does=BOTH),
}
