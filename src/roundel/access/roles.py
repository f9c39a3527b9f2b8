"""Roles and permissions as data. The reference page for them is generated from here.

A permission says what may be done; a role is a set of permissions that suits a job. Which *records* a
person may do it to is decided by the visibility scopes (``access.scopes``), never by a role alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

PERMISSIONS: Mapping[str, str] = MappingProxyType(
    {
        "helpline.take_contact": "take contacts, write notes and agree protective actions",
        "helpline.view_contact": "open contacts, with their notes",
        "helpline.view_flagged_contact": "open contacts in which somebody may be in danger now",
        "helpline.know_contact": "learn that a contact exists although it is closed to them",
        "helpline.correct_contact": "reopen a finished contact taken by somebody else",
        "helpline.link_contacts": "link contacts as probably the same person, and undo it",
        "helpline.restrict_contact": "restrict a contact to named people",
        "helpline.export_contacts": "export lists of contacts as a protected file",
        "helpline.view_figures": "see the service's figures, with small numbers suppressed",
        "safeguarding.propose_decision": "propose a threshold decision, or take one alone when it cannot wait",
        "safeguarding.second_decision": "second the threshold decisions of other people",
        "safeguarding.view_concern": "open concerns, with their decisions and disclosures",
        "safeguarding.view_own_concern": "open concerns that one proposed or works on",
        "safeguarding.know_concern": "learn that a concern exists although it is closed to them",
        "safeguarding.record_disclosure": "record what was shared with an agency, and its acknowledgement",
        "safeguarding.manage_concern": "own concerns, hand them over, close and reopen them",
        "safeguarding.restrict_concern": "restrict a concern to named people",
        "callbacks.make_call": "book call-backs and make them",
        "callbacks.manage": "set the slots of call-backs and settle those that could not be made",
        "directory.view": "look up agencies and services",
        "directory.check": "note that an entry of the directory was checked",
        "directory.edit": "add, change, import and retire entries of the directory",
        "calls.answer": "see a call arrive, and open the contact form for it",
        "calls.enter": "enter and import the counts of calls",
        "rota.view": "see the rota",
        "rota.sign_up": "sign up for shifts, offer and take cover",
        "rota.manage": "make shifts and put people on them",
        "desk.view_board": "see the board for the room",
        "supervision.review": "review the quality of other people's contacts and comment on them",
        "supervision.own": "see reviews and comments of one's own contacts, one's own exposure and debriefs",
        "practice.use": "practise with scripted callers",
        "practice.review": "see how others practised",
        "correspondence.use_codes": "issue caller codes and recognise a caller by code",
        "access.break_glass": "open a closed record in an emergency, with a reason, to be reviewed afterwards",
        "access.review_break_glass": "review emergency access by other people",
        "access.manage_users": "make accounts, give and end roles",
        "audit.view": "see who looked at what, when and why; not what it says",
    }
)


@dataclass(frozen=True)
class Role:
    """A job, in words and permissions."""

    name: str
    does: str
    permissions: frozenset[str]


def _role(name: str, does: str, *permissions: str) -> Role:
    unknown = set(permissions) - set(PERMISSIONS)
    if unknown:
        raise ValueError(f"role {name} names unknown permissions: {sorted(unknown)}")
    return Role(name, does, frozenset(permissions))


ROLES: Mapping[str, Role] = MappingProxyType(
    {
        "practitioner": _role(
            "Practitioner",
            "Answers the helpline: listens, agrees protective actions, asks after them.",
            "helpline.take_contact",
            "helpline.view_contact",
            "helpline.know_contact",
            "helpline.link_contacts",
            "helpline.view_figures",
            "safeguarding.propose_decision",
            "safeguarding.view_own_concern",
            "safeguarding.know_concern",
            "safeguarding.record_disclosure",
            "callbacks.make_call",
            "directory.view",
            "directory.check",
            "calls.answer",
            "rota.view",
            "rota.sign_up",
            "desk.view_board",
            "supervision.own",
            "practice.use",
            "correspondence.use_codes",
            "access.break_glass",
        ),
        "supervisor": _role(
            "Supervisor",
            "Looks after practitioners and the quality of contacts.",
            "helpline.take_contact",
            "helpline.view_contact",
            "helpline.know_contact",
            "helpline.correct_contact",
            "helpline.link_contacts",
            "helpline.restrict_contact",
            "helpline.export_contacts",
            "helpline.view_figures",
            "safeguarding.propose_decision",
            "safeguarding.second_decision",
            "safeguarding.view_concern",
            "safeguarding.know_concern",
            "safeguarding.record_disclosure",
            "safeguarding.manage_concern",
            "callbacks.make_call",
            "callbacks.manage",
            "directory.view",
            "directory.check",
            "directory.edit",
            "calls.answer",
            "calls.enter",
            "rota.view",
            "rota.sign_up",
            "rota.manage",
            "desk.view_board",
            "supervision.review",
            "supervision.own",
            "practice.use",
            "practice.review",
            "correspondence.use_codes",
            "access.break_glass",
            "access.review_break_glass",
        ),
        "safeguarding_lead": _role(
            "Safeguarding lead",
            "Owns every matter in which somebody may be in danger, until it is closed.",
            "helpline.view_flagged_contact",
            "helpline.know_contact",
            "helpline.restrict_contact",
            "helpline.view_figures",
            "safeguarding.propose_decision",
            "safeguarding.second_decision",
            "safeguarding.view_concern",
            "safeguarding.know_concern",
            "safeguarding.record_disclosure",
            "safeguarding.manage_concern",
            "safeguarding.restrict_concern",
            "directory.view",
            "directory.check",
            "desk.view_board",
            "rota.view",
            "rota.sign_up",
            "access.break_glass",
            "access.review_break_glass",
        ),
        "coordinator": _role(
            "Coordinator",
            "Runs circles. The helpline's contacts are closed to this role.",
            "directory.view",
            "directory.check",
            "directory.edit",
        ),
        "trainee": _role(
            "Trainee",
            "New to the helpline: practises with scripted callers, and opens no record.",
            "practice.use",
            "directory.view",
        ),
        "room_screen": _role(
            "Room screen",
            "The screen on the wall: shows the board for the room, and opens nothing.",
            "desk.view_board",
        ),
        "evaluator": _role(
            "Evaluator",
            "Works on figures with small numbers suppressed; never on a record.",
            "helpline.view_figures",
        ),
        "auditor": _role(
            "Auditor",
            "Sees who looked at what and why; reads no notes.",
            "audit.view",
        ),
        "administrator": _role(
            "Administrator",
            "Makes accounts and gives roles; sees no case content.",
            "access.manage_users",
        ),
    }
)


# Which two roles one person cannot hold at the same time, and why.
APART: Mapping[frozenset[str], str] = MappingProxyType(
    {
        frozenset({"administrator", case_role}): "whoever gives out access must not be able to open records with it."
        for case_role in ("practitioner", "supervisor", "safeguarding_lead")
    }
)


def kept_apart(role: str, other: str) -> str:
    """Why one person cannot hold both roles; empty if he can."""
    return APART.get(frozenset({role, other}), "")


def permissions_of(roles: frozenset[str]) -> frozenset[str]:
    """All permissions of these roles; a role that is not in the table gives none."""
    known = (ROLES[role].permissions for role in roles if role in ROLES)
    return frozenset().union(*known)
