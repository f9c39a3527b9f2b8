"""Who may open each address, as data. A test walks every address of both programs by it; urls.md prints it.

An address that is not here fails the test, so each new one is declared. Roles are written out, not
derived from permissions, so that the test is a second opinion and not the same one twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from roundel.access.roles import ROLES


class Door(StrEnum):
    """What stands before an address, besides roles."""

    OPEN = "anybody, without signing in"
    SETTING_UP = "anybody signed in, also before a second step is set up"
    SIGNED_IN = "anybody signed in with a second step"
    ROLES = "these roles"


class Does(StrEnum):
    """What an address is for: to be looked at, to be sent something, or both."""

    SHOWS = "shows"
    TAKES = "takes"
    BOTH = "shows and takes"


@dataclass(frozen=True)
class Address:
    """One address: its door, the roles that pass it, and what it does."""

    door: Door
    roles: frozenset[str]
    does: Does = Does.SHOWS

    def words(self) -> str:
        """Who may, in words."""
        if self.door is not Door.ROLES:
            return self.door.value
        return ", ".join(role.name.lower() for key, role in ROLES.items() if key in self.roles)


EVERYBODY = frozenset(ROLES)
SHOWS, TAKES, BOTH = Does.SHOWS, Does.TAKES, Does.BOTH


def anybody(does: Does = SHOWS) -> Address:
    """No sign-in is asked for."""
    return Address(Door.OPEN, EVERYBODY, does)


def setting_up(does: Does = SHOWS) -> Address:
    """Signed in, with or without a second step."""
    return Address(Door.SETTING_UP, EVERYBODY, does)


def signed_in(does: Does = SHOWS) -> Address:
    """Signed in with a second step, whatever the role."""
    return Address(Door.SIGNED_IN, EVERYBODY, does)


def only(*roles: str, does: Does = SHOWS) -> Address:
    """These roles only."""
    return Address(Door.ROLES, frozenset(roles), does)


HELPLINE = ("practitioner", "supervisor")
SEE_CONTACTS = ("practitioner", "supervisor", "safeguarding_lead")
SEE_FIGURES = (*SEE_CONTACTS, "evaluator")
EMERGENCY = ("practitioner", "supervisor", "safeguarding_lead")
REVIEWERS = ("supervisor", "safeguarding_lead")
ADMINISTRATOR, AUDITOR = "administrator", "auditor"

FILES: Mapping[str, Address] = {
    "design:brand": anybody(),
    "design:logo": anybody(),
    "health": anybody(),
}
ACCOUNTS: Mapping[str, Address] = {
    "account_login": anybody(BOTH),
    "account_logout": anybody(BOTH),
    "account_inactive": anybody(),
    "account_no_code": anybody(),
    "account_reset_password": anybody(BOTH),
    "account_reset_password_done": anybody(),
    "account_reset_password_from_key": anybody(BOTH),
    "account_reset_password_from_key_done": anybody(),
    "account_reauthenticate": setting_up(BOTH),
    "account_change_password": setting_up(BOTH),
    "mfa_authenticate": anybody(BOTH),
    "mfa_login_webauthn": anybody(BOTH),
    "mfa_index": setting_up(),
    "mfa_reauthenticate": setting_up(BOTH),
    "mfa_activate_totp": setting_up(BOTH),
    "mfa_deactivate_totp": setting_up(BOTH),
    "mfa_view_recovery_codes": setting_up(),
    "mfa_generate_recovery_codes": setting_up(BOTH),
    "mfa_download_recovery_codes": setting_up(),
    "mfa_list_webauthn": setting_up(),
    "mfa_add_webauthn": setting_up(BOTH),
    "mfa_reauthenticate_webauthn": setting_up(BOTH),
    "mfa_remove_webauthn": setting_up(BOTH),
    "mfa_edit_webauthn": setting_up(BOTH),
}
ACCESS: Mapping[str, Address] = {
    "access:account": signed_in(BOTH),
    "access:session_remaining": signed_in(),
    "access:session_continue": signed_in(TAKES),
    "access:users": only(ADMINISTRATOR),
    "access:new_user": only(ADMINISTRATOR, does=BOTH),
    "access:user": only(ADMINISTRATOR),
    "access:give_role": only(ADMINISTRATOR, does=BOTH),
    "access:end_role": only(ADMINISTRATOR, does=BOTH),
    "access:close_user": only(ADMINISTRATOR, does=BOTH),
    "access:reopen_user": only(ADMINISTRATOR, does=BOTH),
    "access:reset_second_factor": only(ADMINISTRATOR, does=BOTH),
    "access:unlock_user": only(ADMINISTRATOR, does=TAKES),
    "access:invite_user": only(ADMINISTRATOR, does=TAKES),
    "access:reviews": only(*REVIEWERS),
    "access:review": only(*REVIEWERS, does=BOTH),
    "access:emergency": only(*EMERGENCY, does=BOTH),
}
AUDIT: Mapping[str, Address] = {
    "audit:events": only(AUDITOR),
    "audit:record": only(AUDITOR),
    "audit:person": only(AUDITOR),
    "audit:unusual": only(AUDITOR),
    "audit:chain": only(AUDITOR),
}
CONTACTS: Mapping[str, Address] = {
    "helpline:start": only(*HELPLINE, does=TAKES),
    "helpline:record": only(*HELPLINE, does=BOTH),
    "helpline:tally": only(*HELPLINE, does=TAKES),
    "helpline:list": only(*SEE_CONTACTS),
    "helpline:find_code": only(*HELPLINE, does=TAKES),
    "helpline:save_view": only(*SEE_CONTACTS, does=TAKES),
    "helpline:remove_view": only(*SEE_CONTACTS, does=TAKES),
    "helpline:export": only("supervisor", does=BOTH),
    "helpline:figures": only(*SEE_FIGURES),
    "helpline:figures_csv": only(*SEE_FIGURES),
    "helpline:contact": only(*SEE_CONTACTS),
    "helpline:plan": only(*SEE_CONTACTS),
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
}
# One's own contact while it is being taken, or anybody's for a supervisor.
TAKING: Mapping[str, Address] = {"helpline:take": only(*HELPLINE, does=BOTH)} | {
    f"helpline:take_{step}": only(*HELPLINE, does=TAKES)
    for step in (
        *("finish", "danger", "tally", "forget", "statement", "statement_back", "code", "issue", "untie"),
        *("ended", "resumed", "agree", "withdraw", "after", "name", "unname"),
    )
}
DESK: Mapping[str, Address] = {
    "desk:home": signed_in(),
    "desk:find": signed_in(),
    "drafts:keep": signed_in(TAKES),
    "living:overview": signed_in(),
    "living:page": signed_in(),
    **FILES,
    **ACCOUNTS,
    **ACCESS,
    **AUDIT,
    **CONTACTS,
    **TAKING,
}
PUBLIC: Mapping[str, Address] = {
    "public_site:start": anybody(),
    "public_site:reach_us": anybody(),
    "public_site:confidentiality": anybody(),
    "public_site:leaving": anybody(),
    "public_site:leave": anybody(),
    "public_site:away": anybody(),
    **FILES,
}
PROGRAMS: Mapping[str, Mapping[str, Address]] = {"desk": DESK, "public": PUBLIC}
