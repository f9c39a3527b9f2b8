"""Contacts: taking them, reading them, lists and figures."""

from __future__ import annotations

from collections.abc import Mapping

from roundel.desk.reference.who_may.doors import (
    BOTH,
    HELPLINE,
    REVIEWERS,
    SEE_CONTACTS,
    SEE_FIGURES,
    TAKES,
    Address,
    only,
)

CONTACTS: Mapping[str, Address] = {
    "helpline:start": only(*HELPLINE, does=TAKES),
    "helpline:from_call_back": only(*HELPLINE, does=TAKES),
    "helpline:record": only(*HELPLINE, does=BOTH),
    "helpline:tally": only(*HELPLINE, does=TAKES),
    "helpline:start_from_call": only(*HELPLINE, does=TAKES),
    "helpline:list": only(*SEE_CONTACTS),
    "helpline:find_code": only(*HELPLINE, does=TAKES),
    "helpline:save_view": only(*SEE_CONTACTS, does=TAKES),
    "helpline:remove_view": only(*SEE_CONTACTS, does=TAKES),
    "helpline:export": only("supervisor", does=BOTH),
    "helpline:figures": only(*SEE_FIGURES),
    "helpline:figures_csv": only(*SEE_FIGURES),
    "helpline:contact": only(*SEE_CONTACTS),
    "helpline:plan": only(*SEE_CONTACTS),
    "helpline:earlier": only(*SEE_CONTACTS),
    "helpline:new_code": only(*HELPLINE, does=BOTH),
    "helpline:finish": only(*HELPLINE, does=BOTH),
    "helpline:discard": only(*HELPLINE, does=BOTH),
    "helpline:reopen": only(*HELPLINE, does=BOTH),
    "helpline:danger": only(*HELPLINE, does=BOTH),
    "helpline:danger_seen": only(*REVIEWERS, does=TAKES),
    "helpline:restrict": only(*REVIEWERS, does=BOTH),
    "helpline:unrestrict": only(*REVIEWERS, does=BOTH),
    "helpline:link": only(*HELPLINE, does=BOTH),
    "helpline:unlink": only(*HELPLINE, does=BOTH),
    "helpline:promise": only(*HELPLINE, does=BOTH),
    "helpline:hear": only(*HELPLINE, does=BOTH),
}
# One's own contact while it is being taken, or anybody's for a supervisor.
TAKING: Mapping[str, Address] = {"helpline:take": only(*HELPLINE, does=BOTH)} | {
    f"helpline:take_{step}": only(*HELPLINE, does=TAKES)
    for step in (
        *(
            "finish",
            "danger",
            "decide",
            "decide_alone",
            "tally",
            "forget",
            "statement",
            "statement_back",
            "code",
            "issue",
            "untie",
        ),
        *("ended", "resumed", "agree", "withdraw", "after", "name", "unname"),
        *("find", "point", "unpoint", "heard"),
    )
}
ADDRESSES = {**CONTACTS, **TAKING}
