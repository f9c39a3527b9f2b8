"""Writing happens in actions (and migrations); nowhere else."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.house.source import Source, bad, calls, dotted, findings

ALWAYS_A_WRITE = frozenset(
    {"save", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "set_password",
     "asave", "acreate", "abulk_create", "abulk_update", "aget_or_create", "aupdate_or_create", "aupdate", "adelete"}
)  # fmt: skip
ALLOWED = {
    "access/demo.py": "makes the demo's people; refuses to run anywhere else",
    "access/sign_in/codes.py:authenticator.save": "a code is marked as spent inside the sign-in, which is audited",
    "access/sign_in/resealing.py:row.save": "the same secret sealed anew when keys rotate",
    "helpline/demo/earlier.py": "the demo's older months, as rows; the command refuses to run anywhere else",
    "helpline/demo/loading.py:connection.cursor": "ANALYZE: the planner's statistics, no rows",
    "desk/management/commands/tidy.py:connection.cursor": "the same",
    "audit/sealing.py": "appends the seals of the chain, under its lock; nobody's action",
    "audit/guards.py": "the triggers that make the audit unchangeable",
    "audit/verification.py": "reads the chain row by row, without loading objects; writes nothing",
    "helpline/queries/person.py:connection.cursor": "one recursive SELECT that the framework cannot express",
    "kernel/fields/rotation.py": "seals the same content anew; the audit hears of it (audit/rotations.py)",
    "helpline/queries/figures.py:connection.cursor": "grouped counts in plain SQL, by SELECT only",
    "config/health.py": "asks the database whether it is there",
    "config/sqlite": "pragmas of the embedded database",
    "config/sqlcipher": "the same, with a key",
    "kernel/references.py": "stores a new record for an action, under a reference that nobody has",
    "design/jinja.py": "dictionaries of a template environment; this app has no tables",
}
SESSIONS = ("request.session", "session")


def is_write(call: ast.Call) -> bool:
    """Whether a call stores, changes or removes rows, judged by its name and arguments.

    A queryset's ``update`` takes keywords only (a dict's is written ``|=`` here), its ``delete`` nothing.
    """
    if not isinstance(call.func, ast.Attribute) or dotted(call.func.value) in SESSIONS:
        return False
    name = call.func.attr
    if name == "update":
        return bool(call.keywords) and not call.args
    if name == "delete":
        return not call.args and not call.keywords
    return name in ALWAYS_A_WRITE


def writes(source: Source) -> Iterator[str]:
    """Every write outside the rooms that may write."""
    if source.is_room("actions"):
        return
    for call in calls(source.tree):
        name = dotted(call.func)
        if is_write(call) or name.endswith("connection.cursor"):
            yield f"{call.lineno}: {name or 'a write'}() belongs into an action"


def test_nothing_is_written_outside_actions() -> None:
    found = findings(writes, ALLOWED)
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "line",
    [
        "Contact.objects.create(state='open')",
        "contact.save()",
        "contacts.filter(pk=1).update(state='closed')",
        "contact.delete()",
        "Contact.objects.filter(pk=1).delete()",
        "Contact.objects.get_or_create(pk=1)",
        "connection.cursor().execute('DELETE FROM contact')",
    ],
)
def test_the_guard_notices(line: str) -> None:
    assert list(writes(bad("helpline/views.py", line)))
    assert not list(writes(bad("helpline/actions/contacts.py", line)))


@pytest.mark.parametrize("line", ["cache.delete('key')", "words.update({'a': 1})", "digest.update(b'x')"])
def test_the_guard_leaves_other_things_alone(line: str) -> None:
    assert not list(writes(bad("helpline/views.py", line)))
