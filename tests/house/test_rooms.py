"""What each room never holds: a clock, a query, markup, a signal, a room for odds and ends."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.house.source import PACKAGE, Source, bad, calls, dotted, findings, public_functions

CLOCKS = ("clock.now", "clock.today", "timezone.now", "timezone.localdate", "datetime.now", "datetime.utcnow",
          "date.today", "time.time", "datetime.today")  # fmt: skip
NO_CLOCK = ("actions", "rules", "queries", "states", "models")
BANNED_FILES = frozenset({"utils", "util", "helpers", "common", "misc", "services", "signals"})
VIEW_LINES = 25
WEB = ("django.http", "django.shortcuts", "django.forms", "django.views", "django.template")

CLOCK_ALLOWED = {
    "audit/models.py": "when the event was stored, beside when it happened: the one column that is the clock's own",
}
MARKUP_ALLOWED = {
    "design": "the design system makes markup; every value passes its escaping there",
}
BANNED_ALLOWED = {
    "access/sign_in/signals.py": "allauth tells of sign-ins by signals only; they become audit events here",
}
RULES_ALLOWED = {
    "helpline/rules.py:Contact.objects": "the scope's door names the table, and its filter holds subqueries",
    "safeguarding/rules.py:ThresholdDecision.objects": "the scope's door names the table; access.scopes filters it",
    "safeguarding/rules.py:Concern.objects": "the same",
    "safeguarding/rules.py:Involved.objects": "a subquery of the scope's filter; it runs inside the query it narrows",
    "supervision/rules.py:Contact.objects": "a filter within a scope, by the helpline's own; nothing is looked up here",
}
WEB_ALLOWED = {
    "drafts/queries.py": "a draft is what a form posted, and goes back into the form in that shape",
}
ASKER_ALLOWED = {
    "access/queries.py:account_key": "a fingerprint, no query",
    "access/queries.py:locked_until": "asked at the door, by nobody yet",
    "correspondence/queries.py:attempts_of": "a count of wrong codes, for the rule that limits them",
    "helpline/queries/figures.py:count": "unprotected counts for the figures alone, which ask first and protect them",
    "helpline/queries/figures_sql.py": "statements as text; no query",
    "helpline/queries/taking.py:missing": "it is given a screen that a query has let through",
    "helpline/queries/lists.py:practitioners": "staff are no secret to staff",
    "helpline/queries/lists.py:midnight": "no query",
    "audit/queries": "the audit keeps no visibility by record; its pages ask for audit.view first",
}


def clock_calls(source: Source) -> Iterator[str]:
    """Calls of a clock where the moment must be told (``at=``); a default such as ``default=clock.now`` too."""
    if not source.is_room(*NO_CLOCK):
        return
    for node in ast.walk(source.tree):
        name = dotted(node) if isinstance(node, ast.Attribute) else ""
        if name.endswith(CLOCKS):
            yield f"{node.lineno}: {name} asks the clock; take at= instead"


def objects_in_views(source: Source) -> Iterator[str]:
    """Managers used in views or forms instead of a query."""
    if not source.is_room("views", "forms", "urls"):
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager", "_base_manager"}:
            yield f"{node.lineno}: {dotted(node)}; ask queries.py"


def long_views(source: Source) -> Iterator[str]:
    """Views of more than 25 lines."""
    if not source.is_room("views"):
        return
    for function in public_functions(source.tree):
        lines = (function.end_lineno or 0) - function.lineno + 1
        if lines > VIEW_LINES:
            yield f"{function.lineno}: {function.name} has {lines} lines"


def markup(source: Source) -> Iterator[str]:
    """Text declared safe in application code."""
    for call in calls(source.tree):
        if dotted(call.func).split(".")[-1] in {"Markup", "mark_safe", "SafeString"}:
            yield f"{call.lineno}: {dotted(call.func)}()"


def signals_and_overrides(source: Source) -> Iterator[str]:
    """Business effects hidden in signals or in an overridden save()."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("django.db.models.signals"):
            yield f"{node.lineno}: signals"
        if isinstance(node, ast.FunctionDef) and node.name in {"save", "delete"} and source.is_room("models"):
            yield f"{node.lineno}: {node.name}() overridden"


def queries_without_asker(source: Source) -> Iterator[str]:
    """Public queries whose first argument is neither the asker nor a record that a query has let through."""
    if not source.is_room("queries"):
        return
    records = models_named_in(source)
    for function in public_functions(source.tree):
        first = [*function.args.posonlyargs, *function.args.args][:1]
        named = {node.id for node in ast.walk(first[0]) if isinstance(node, ast.Name)} if first else set()
        if not first or (first[0].arg != "asker" and not named & records):
            yield f"{function.lineno}: {function.name} does not take the asker first"


def models_named_in(source: Source) -> set[str]:
    """The names that a module imports from its app's models."""
    return {
        alias.asname or alias.name
        for node in source.tree.body
        if isinstance(node, ast.ImportFrom) and node.module == f"roundel.{source.app}.models"
        for alias in node.names
    }


def without_docstring(source: Source) -> Iterator[str]:
    """Public actions, queries and rules that do not say what they do."""
    if not source.is_room("actions", "queries", "rules"):
        return
    for function in public_functions(source.tree):
        if not ast.get_docstring(function):
            yield f"{function.lineno}: {function.name} has no docstring"


def web_in_quiet_rooms(source: Source) -> Iterator[str]:
    """Rules, state tables, queries and actions that know the web."""
    if not source.is_room("rules", "states", "queries", "actions"):
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(WEB):
            yield f"{node.lineno}: imports from {node.module}"


def rules_that_query(source: Source) -> Iterator[str]:
    """Rules and state tables that look something up; they judge what they are given."""
    if not source.is_room("rules", "states"):
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and node.attr == "objects":
            yield f"{node.lineno}: {dotted(node)} in a rule"
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[-1] in {"queries", "actions"}:
            for alias in (each for each in node.names if not each.name[0].isupper()):  # a type is no query
                yield f"{node.lineno}: imports {alias.name} from {node.module}"


GUARDS = {
    "no clock where the moment is told": (clock_calls, CLOCK_ALLOWED),
    "no managers in views": (objects_in_views, {}),
    "short views": (long_views, {}),
    "no text declared safe": (markup, MARKUP_ALLOWED),
    "no signals, no save()": (signals_and_overrides, {}),
    "queries begin with the asker": (queries_without_asker, ASKER_ALLOWED),
    "docstrings": (without_docstring, {}),
    "no web in quiet rooms": (web_in_quiet_rooms, WEB_ALLOWED),
    "rules ask nothing": (rules_that_query, RULES_ALLOWED),
}


@pytest.mark.parametrize("name", GUARDS)
def test_the_rooms_are_clean(name: str) -> None:
    guard, allowed = GUARDS[name]
    found = findings(guard, allowed)
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("guard", "place", "text"),
    [
        (clock_calls, "helpline/actions.py", "moment = clock.now()"),
        (clock_calls, "helpline/rules.py", "moment = timezone.now()"),
        (clock_calls, "helpline/queries/lists.py", "moment = dt.datetime.now(tz=dt.UTC)"),
        (clock_calls, "helpline/models.py", "at = models.DateTimeField(default=clock.now)"),
        (objects_in_views, "helpline/views.py", "def page(request):\n    return Contact.objects.all()"),
        (long_views, "helpline/views.py", "def page(request):\n" + "    x = 1\n" * 25),
        (markup, "helpline/views.py", "text = mark_safe('<b>')"),
        (markup, "helpline/queries.py", "text = markupsafe.Markup('<b>')"),
        (signals_and_overrides, "helpline/apps.py", "from django.db.models.signals import post_save"),
        (signals_and_overrides, "helpline/models.py", "class A:\n    def save(self): ..."),
        (queries_without_asker, "helpline/queries.py", "def all_contacts(): ..."),
        (web_in_quiet_rooms, "helpline/actions.py", "from django.http import HttpRequest"),
        (rules_that_query, "helpline/rules.py", "def check_x():\n    Contact.objects.all()"),
        (rules_that_query, "helpline/rules.py", "from roundel.helpline.queries import get_contact"),
        (without_docstring, "helpline/rules.py", "def check_may_close(asker, contact): ..."),
    ],
)
def test_the_guards_notice(guard: object, place: str, text: str) -> None:
    assert callable(guard)
    assert list(guard(bad(place, text)))


def test_no_room_for_odds_and_ends() -> None:
    found = [
        place
        for path in PACKAGE.rglob("*")
        if path.stem in BANNED_FILES
        and path.suffix in {"", ".py"}
        and (place := path.relative_to(PACKAGE).as_posix()) not in BANNED_ALLOWED
    ]
    assert not found, found
