"""Threshold decisions, concerns and disclosures."""

from __future__ import annotations

from collections.abc import Mapping

from roundel.desk.reference.who_may.doors import BOTH, REVIEWERS, TAKES, Address, only

# Whoever works on a concern: a practitioner only on his own.
WORK = ("practitioner", "supervisor", "safeguarding_lead")
LEAD = "safeguarding_lead"

ADDRESSES: Mapping[str, Address] = {
    "safeguarding:concerns": only(*WORK),
    "safeguarding:decisions": only(*WORK),
    "safeguarding:decide": only(*WORK),
    "safeguarding:decide_alone": only(*WORK, does=TAKES),
    "safeguarding:decide_forget": only(*WORK, does=TAKES),
    "safeguarding:check": only(*WORK, does=BOTH),
    "safeguarding:question": only(*WORK, does=BOTH),
    "safeguarding:decision": only(*WORK),
    "safeguarding:second": only(*REVIEWERS, does=BOTH),
    "safeguarding:withdraw": only(*WORK, does=BOTH),
    "safeguarding:concern": only(*WORK),
    "safeguarding:note": only(*WORK, does=BOTH),
    "safeguarding:plan": only(*REVIEWERS, does=BOTH),
    "safeguarding:hand_over": only(*REVIEWERS, does=BOTH),
    "safeguarding:close": only(*REVIEWERS, does=BOTH),
    "safeguarding:reopen": only(*REVIEWERS, does=BOTH),
    "safeguarding:restrict": only(LEAD, does=BOTH),
    "safeguarding:unrestrict": only(LEAD, does=BOTH),
    "safeguarding:disclose": only(*WORK),
    "safeguarding:disclose_check": only(*WORK, does=BOTH),
    "safeguarding:disclose_question": only(*WORK, does=BOTH),
    "safeguarding:receipt": only(*WORK),
    "safeguarding:acknowledge": only(*WORK, does=BOTH),
    "safeguarding:strike": only(*WORK, does=BOTH),
}
