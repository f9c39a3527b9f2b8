"""The practice desk: one's own practice calls, and for supervisors those of others."""

from __future__ import annotations

from collections.abc import Mapping

from roundel.desk.reference.who_may.doors import BOTH, TAKES, Address, only

PRACTISE = ("trainee", "practitioner", "supervisor")
DESK: Mapping[str, Address] = {
    "practice:desk": only(*PRACTISE),
    "practice:begin": only(*PRACTISE, does=TAKES),
    "practice:call": only(*PRACTISE),
    "practice:finish": only(*PRACTISE, does=BOTH),
    "practice:danger": only(*PRACTISE, does=BOTH),
    "practice:reflect": only(*PRACTISE, does=TAKES),
    "practice:remove": only(*PRACTISE, does=BOTH),
    "practice:review": only("supervisor"),
    "practice:comment": only("supervisor", does=TAKES),
    "practice:looked_at": only("supervisor", does=TAKES),
}
TAKING: Mapping[str, Address] = {"practice:take": only(*PRACTISE, does=BOTH)} | {
    f"practice:take_{step}": only(*PRACTISE, does=TAKES)
    for step in (
        *("go_on", "finish", "danger", "tally", "forget", "statement", "statement_back", "code", "issue", "untie"),
        *("ended", "resumed", "agree", "withdraw", "after", "name", "unname"),
    )
}
ADDRESSES = {**DESK, **TAKING}
