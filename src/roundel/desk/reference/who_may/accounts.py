"""Signing in, accounts and roles, emergency access, the audit."""

from __future__ import annotations

from collections.abc import Mapping

from roundel.desk.reference.who_may.doors import (
    ADMINISTRATOR,
    AUDITOR,
    BOTH,
    EMERGENCY,
    REVIEWERS,
    TAKES,
    Address,
    anybody,
    only,
    setting_up,
    signed_in,
)

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
