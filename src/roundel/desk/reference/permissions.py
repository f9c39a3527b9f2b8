"""Who may do what: roles and permissions, and the kinds of record that are seen by scope."""

from __future__ import annotations

from roundel.access import scopes
from roundel.access.roles import PERMISSIONS, ROLES
from roundel.desk.reference.markdown import page, section, table


def document() -> str:
    """permissions.md"""
    return page(
        "Roles and permissions",
        "A role is a set of permissions that suits a job; a person may hold several. A permission says what may be "
        "done; to which records, the visibility scope of their kind decides.",
        section("Roles", table(("role", "what it is for"), _roles())),
        section("Permissions of each role", table(("", *(role.name for role in ROLES.values())), _matrix())),
        section(
            "Kinds of record with a visibility scope",
            table(("kind", "who may know that a closed one exists"), _kinds()),
        ),
    )


def _roles() -> list[tuple[str, str]]:
    return [(f"{role.name} (`{key}`)", role.does) for key, role in ROLES.items()]


def _matrix() -> list[tuple[str, ...]]:
    return [
        (f"{words} (`{permission}`)", *("yes" if permission in role.permissions else "" for role in ROLES.values()))
        for permission, words in PERMISSIONS.items()
    ]


def _kinds() -> list[tuple[str, str]]:
    return [(f"`{kind}`", _who_knows(scopes.knowing_permission(kind))) for kind in scopes.kinds()]


def _who_knows(permission: str) -> str:
    return f"whoever may {PERMISSIONS[permission]}" if permission else "nobody: it looks like what is not there"
