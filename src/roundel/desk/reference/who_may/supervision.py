"""Supervision: reviews, comments, debriefs, exposure and sessions.

"practitioner and supervisor" stands for: the person whom it is about, and supervisors.
"""

from __future__ import annotations

from collections.abc import Mapping

from roundel.desk.reference.who_may.doors import BOTH, HELPLINE, TAKES, Address, only

SUPERVISOR = "supervisor"
REVIEWS: Mapping[str, Address] = {
    "supervision:home": only(*HELPLINE),
    "supervision:mine": only(*HELPLINE),
    "supervision:reviews": only(SUPERVISOR),
    "supervision:draw": only(SUPERVISOR, does=BOTH),
    "supervision:drawing": only(SUPERVISOR),
    "supervision:review": only(*HELPLINE),
    "supervision:take": only(SUPERVISOR, does=TAKES),
    "supervision:give_back": only(SUPERVISOR, does=TAKES),
    "supervision:skip": only(SUPERVISOR, does=BOTH),
    "supervision:score": only(SUPERVISOR, does=BOTH),
    "supervision:check": only(SUPERVISOR, does=BOTH),
    "supervision:correct": only(SUPERVISOR, does=BOTH),
    "supervision:answer": only(*HELPLINE, does=BOTH),
    "supervision:review_comment": only(*HELPLINE, does=BOTH),
    "supervision:close": only(SUPERVISOR, does=TAKES),
    "supervision:close_unanswered": only(SUPERVISOR, does=BOTH),
}
CONTACTS: Mapping[str, Address] = {
    "supervision:contact": only(*HELPLINE),
    "supervision:comment": only(*HELPLINE, does=BOTH),
    "supervision:comment_answer": only(*HELPLINE, does=BOTH),
    "supervision:comment_seen": only(*HELPLINE, does=TAKES),
    "supervision:choose": only(SUPERVISOR, does=BOTH),
    "supervision:listened": only(SUPERVISOR, does=BOTH),
    "supervision:listened_seen": only(*HELPLINE, does=TAKES),
    "supervision:hard": only(*HELPLINE, does=TAKES),
    "supervision:hard_back": only(*HELPLINE, does=TAKES),
    "supervision:debrief_of": only(*HELPLINE, does=BOTH),
    "supervision:offer_about": only(SUPERVISOR, does=TAKES),
}
CARE: Mapping[str, Address] = {
    "supervision:debriefs": only(*HELPLINE),
    "supervision:offer": only(SUPERVISOR, does=BOTH),
    "supervision:ask": only(*HELPLINE, does=TAKES),
    "supervision:debrief": only(*HELPLINE, does=BOTH),
    "supervision:exposure": only(*HELPLINE),
    "supervision:everybody": only(SUPERVISOR),
    "supervision:exposure_of": only(SUPERVISOR),
    "supervision:sessions": only(*HELPLINE),
    "supervision:new_session": only(SUPERVISOR, does=BOTH),
    "supervision:session": only(*HELPLINE),
    "supervision:withdraw_session": only(SUPERVISOR, does=BOTH),
}
ADDRESSES: Mapping[str, Address] = {**REVIEWS, **CONTACTS, **CARE}
