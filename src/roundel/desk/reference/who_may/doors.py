"""The doors before addresses, and short ways to write them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from roundel.access.roles import ROLES


class Door(StrEnum):
    """What stands before an address, besides roles."""

    OPEN = "anybody, without signing in"
    SIGNED = "a machine that signs each message; no session opens it"
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


def signed() -> Address:
    """A machine that signs what it sends. Nobody else, whatever session and role he brings."""
    return Address(Door.SIGNED, frozenset(), TAKES)


def setting_up(does: Does = SHOWS) -> Address:
    """Signed in, with or without a second step."""
    return Address(Door.SETTING_UP, EVERYBODY, does)


def signed_in(does: Does = SHOWS) -> Address:
    """Signed in with a second step, whatever the role."""
    return Address(Door.SIGNED_IN, EVERYBODY, does)


def only(*roles: str, does: Does = SHOWS) -> Address:
    """These roles only."""
    return Address(Door.ROLES, frozenset(roles), does)


# The roles by whom an address may be opened are named one by one; these are the groups that recur.
HELPLINE = ("practitioner", "supervisor")
SEE_CONTACTS = ("practitioner", "supervisor", "safeguarding_lead")
SEE_FIGURES = (*SEE_CONTACTS, "evaluator")
EMERGENCY = ("practitioner", "supervisor", "safeguarding_lead")
REVIEWERS = ("supervisor", "safeguarding_lead")
ADMINISTRATOR, AUDITOR = "administrator", "auditor"
