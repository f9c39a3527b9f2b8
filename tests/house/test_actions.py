"""Actions take ``by`` and ``at`` by keyword, write in a transaction, and leave exactly one audit event."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

import pytest

from tests.house.paths import Reader
from tests.house.source import FunctionNode, Source, bad, dotted, findings, public_functions, sources

ALLOWED = {
    "audit/actions.py:record": "it is the audit event",
    "access/actions/signing_in.py:count_failure": "the row is a counter; while an account is locked nothing is counted",
    "access/actions/signing_in.py:forget_failures": "the sign-in that follows is the event",
    "callbacks/actions/records.py": "what the actions share: locking, ending, noting; called inside an action",
    "helpline/actions/records.py": "what the actions share: locking, reading back and noting; called inside an action",
    "practice/actions/records.py": "the same for practice calls",
    "helpline/actions/protective.py:take_back_answer": "the way without an event is the one on which nothing was found",
    "helpline/actions/signposts.py:take_back_signpost_answer": "the same",
    "rota/actions/records.py": "what the actions share: locking, ending a place and noting; called inside an action",
    "directory/actions/records.py": "what the actions share: locking, storing terms and words, noting",
    "safeguarding/actions/records.py": "the same: locking, checking an owner and noting; called inside an action",
    "safeguarding/actions/opening.py": "what a decision does when it takes effect; the deciding action has the event",
    "calls/actions/records.py": "what the actions share; called inside an action",
    "calls/actions/receiving.py:receive": "a machine tells and nobody did anything: three messages a call would bury "
    "what people did, and the call is its own record; that secrets were destroyed is an event",
    "calls/actions/tidying.py:forget_passed": "what is dropped is no record; that secrets were destroyed is an event",
    "supervision/actions/records.py": "what the actions share: locking and noting; called inside an action",
    "correspondence/actions.py:forget_passed_attempts": "the rows are counters; each wrong code was an event",
    "drafts/actions.py": "what somebody types until it is sent is not yet a record; the sending is audited",
}


def signatures(source: Source) -> Iterator[str]:
    """Actions whose parameters are not all by keyword, or lack ``by`` or ``at``."""
    if not source.is_room("actions"):
        return
    for function in public_functions(source.tree):
        by_keyword = {argument.arg for argument in function.args.kwonlyargs}
        missing = [name for name in ("by", "at") if name not in by_keyword]
        if missing:
            yield f"{function.lineno}: {function.name} lacks the keyword {' and '.join(missing)}"
        if function.args.args or function.args.posonlyargs:
            yield f"{function.lineno}: {function.name} takes an argument without its name"


def transactions(source: Source) -> Iterator[str]:
    """Actions outside a transaction."""
    if not source.is_room("actions"):
        return
    for function in public_functions(source.tree):
        opened = [item.context_expr for node in ast.walk(function) if isinstance(node, ast.With) for item in node.items]
        if not any(dotted(each).removesuffix("()").endswith("atomic") for each in (*function.decorator_list, *opened)):
            yield f"{function.lineno}: {function.name} is not @transaction.atomic, and opens no transaction"


def events(source: Source, modules: Mapping[str, Source] | None = None) -> Iterator[str]:
    """Actions that write without an audit event, or record more than one."""
    if not source.is_room("actions"):
        return
    reader = Reader(modules or {source.place: source})
    for function in public_functions(source.tree):
        yield from _about_events(function, reader.ways_of(source.place, function))


def _about_events(function: FunctionNode, ways: frozenset[tuple[int, int]]) -> Iterator[str]:
    where = f"{function.lineno}: {function.name}"
    if not any(records for records, _ in ways):
        yield f"{where} records no audit event"
    elif any(written and not records for records, written in ways):
        yield f"{where} can write without an audit event"
    if any(records > 1 for records, _ in ways):
        yield f"{where} can record more than one audit event"


def test_actions_take_by_and_at_by_keyword() -> None:
    found = findings(signatures, ALLOWED)
    assert not found, "\n".join(found)


def test_actions_are_transactions() -> None:
    found = findings(transactions, ALLOWED)
    assert not found, "\n".join(found)


def test_actions_leave_exactly_one_event() -> None:
    modules = {source.place: source for source in sources()}
    found = findings(lambda source: events(source, modules), ALLOWED)
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "header", ["def close(contact, *, by, at): ...", "def close(*, by): ...", "def close(*, at): ..."]
)
def test_a_signature_that_breaks_the_rule_is_noticed(header: str) -> None:
    assert list(signatures(bad("helpline/actions.py", header)))


def test_an_action_outside_a_transaction_is_noticed() -> None:
    assert list(transactions(bad("helpline/actions.py", "def close(*, by, at): ...")))


def _event_findings(body: str) -> list[str]:
    indented = "\n".join(f"    {line}" for line in body.splitlines())
    return list(events(bad("helpline/actions.py", f"def close(*, contact, by, at):\n{indented}\n\n{HELPERS}")))


HELPERS = """
def _store(contact):
    contact.save()

def _tell(contact):
    record(event="helpline.contact.closed")
"""


@pytest.mark.parametrize(
    "body",
    [
        "contact.save()\nrecord(event='x')",
        "_store(contact)\n_tell(contact)",
        "if contact.closed:\n    return contact\ncontact.save()\nrecord(event='x')",
        "if contact.closed:\n    raise Refused('It is closed.')\ncontact.save()\naudit.record(event='x')",
        "contact.save()\nif contact.flagged:\n    record(event='x')\nelse:\n    record(event='y')",
        "contact.save()\nreturn record(event='x') if contact.flagged else record(event='y')",
    ],
)
def test_one_event_on_each_way_is_well(body: str) -> None:
    assert _event_findings(body) == []


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("contact.save()", "records no audit event"),
        ("contact.save()\nif contact.flagged:\n    record(event='x')", "can write without"),
        ("contact.save()\nif contact.flagged:\n    return\nrecord(event='x')", "can write without"),
        ("contact.save()\nrecord(event='x')\nrecord(event='y')", "more than one"),
        ("_store(contact)\n_tell(contact)\nrecord(event='y')", "more than one"),
        ("for each in contact.all():\n    each.save()\n    record(event='y')", "more than one"),
    ],
)
def test_events_missing_or_too_many_are_noticed(body: str, words: str) -> None:
    assert any(words in line for line in _event_findings(body)), _event_findings(body)


def test_functions_in_another_module_of_the_app_are_followed() -> None:
    action = bad(
        "helpline/actions/close.py",
        "from roundel.helpline.actions._telling import tell\n\n"
        "def close(*, contact, by, at):\n    contact.save()\n    tell(contact)",
    )
    helper = bad("helpline/actions/_telling.py", "def tell(contact):\n    record(event='x')")
    modules = {each.place: each for each in (action, helper)}
    assert list(events(action, modules)) == []
    assert list(events(action, {action.place: action})) != []


def test_the_syntax_is_read_whole() -> None:
    """A statement that the reader of ways does not know would hide what is in it."""
    known = {ast.If, ast.For, ast.While, ast.With, ast.Try, ast.Match, ast.FunctionDef, ast.ClassDef}
    blocks = {
        type(node)
        for source in sources()
        if source.is_room("actions")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.stmt) and hasattr(node, "body")
    }
    assert blocks <= known
