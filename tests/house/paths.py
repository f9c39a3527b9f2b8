"""What a function does on each way through it: does it write, and how many audit events does it record?

The answer is a set of ``(records, writes)``, each counted up to two. A way that ends in ``raise`` leaves
nothing behind (the transaction is undone) and does not count. Calls to functions of the same app are
followed; an action of another app answers for itself.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tests.house.source import FunctionNode, Source, dotted
from tests.house.test_writes import is_write

Way = tuple[int, int]
START: frozenset[Way] = frozenset({(0, 0)})
RECORDS = ("record", "audit.record", "actions.record", "audit.actions.record", "audit_actions.record")


@dataclass(frozen=True)
class Ways:
    """Ways that go on to the next statement, and ways that have returned."""

    on: frozenset[Way] = START
    out: frozenset[Way] = frozenset()


@dataclass
class Reader:
    """Follows functions of one app through its modules."""

    modules: Mapping[str, Source]
    _open: set[tuple[str, str]] = field(default_factory=set)

    def ways_of(self, place: str, function: FunctionNode) -> frozenset[Way]:
        """All ways through a function."""
        key = (place, function.name)
        if key in self._open:  # a function that calls itself adds nothing that the first call has not
            return START
        self._open.add(key)
        done = self._block(place, function.body, START)
        self._open.discard(key)
        return done.on | done.out

    def _block(self, place: str, body: Iterable[ast.stmt], before: frozenset[Way]) -> Ways:
        now = Ways(before)
        for statement in body:
            after = self._statement(place, statement, now.on)
            now = Ways(after.on, now.out | after.out)
        return now

    def _statement(self, place: str, node: ast.stmt, before: frozenset[Way]) -> Ways:
        match node:
            case ast.FunctionDef() | ast.ClassDef():
                return Ways(before)
            case ast.Raise():
                return Ways(frozenset())
            case ast.Return():
                return Ways(frozenset(), self._expression(place, node, before))
            case ast.For() | ast.While():
                return self._loop(place, node, before)
            case ast.With():
                start = self._expressions(place, [item.context_expr for item in node.items], before)
                return self._block(place, node.body, start)
            case ast.Try():
                return self._try(place, node, before)
            case ast.If() | ast.Match():
                return self._choice(place, node, before)
        return Ways(self._expression(place, node, before))

    def _choice(self, place: str, node: ast.If | ast.Match, before: frozenset[Way]) -> Ways:
        if isinstance(node, ast.If):
            start = self._expression(place, node.test, before)
            return _either(self._block(place, node.body, start), self._block(place, node.orelse, start))
        start = self._expression(place, node.subject, before)
        return _either(Ways(start), *(self._block(place, case.body, start) for case in node.cases))

    def _loop(self, place: str, node: ast.For | ast.While, before: frozenset[Way]) -> Ways:
        head = node.iter if isinstance(node, ast.For) else node.test
        start = self._expression(place, head, before)
        once = self._block(place, node.body, start)
        twice = self._block(place, node.body, once.on)
        return _either(Ways(start), once, twice)

    def _try(self, place: str, node: ast.Try, before: frozenset[Way]) -> Ways:
        body = self._block(place, [*node.body, *node.orelse], before)
        handlers = [self._block(place, handler.body, before) for handler in node.handlers]
        ways = _either(body, *handlers)
        last = self._block(place, node.finalbody, ways.on)
        return Ways(last.on, ways.out | last.out)

    def _expressions(self, place: str, nodes: Iterable[ast.AST], before: frozenset[Way]) -> frozenset[Way]:
        for node in nodes:
            before = self._expression(place, node, before)
        return before

    def _expression(self, place: str, node: ast.AST, before: frozenset[Way]) -> frozenset[Way]:
        """The calls in an expression, inner ones first; of "a if test else b" one or the other."""
        if isinstance(node, ast.IfExp):
            start = self._expression(place, node.test, before)
            return self._expression(place, node.body, start) | self._expression(place, node.orelse, start)
        for child in ast.iter_child_nodes(node):
            before = self._expression(place, child, before)
        return _after(before, self._call(place, node)) if isinstance(node, ast.Call) else before

    def _call(self, place: str, call: ast.Call) -> frozenset[Way]:
        name = dotted(call.func)
        found = self._find(place, name)
        if found:
            return self.ways_of(*found)
        if name in RECORDS:
            return frozenset({(1, 0)})
        return frozenset({(0, int(is_write(call)))})

    def _find(self, place: str, name: str) -> tuple[str, FunctionNode] | None:
        """The function of this app that a name in this module stands for."""
        source = self.modules.get(place)
        if source is None or not name or "()" in name:
            return None
        first, _, rest = name.partition(".")
        if not rest:
            here = _function(source.tree, name)
            if here:
                return place, here
        for node in source.tree.body:
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(f"roundel.{source.app}"):
                for alias in node.names:
                    if (alias.asname or alias.name) == first:
                        return self._imported(node.module or "", alias.name, rest)
        return None

    def _imported(self, module: str, name: str, rest: str) -> tuple[str, FunctionNode] | None:
        target, wanted = (f"{module}.{name}", rest) if rest else (module, name)
        base = target.removeprefix("roundel.").replace(".", "/")
        for place in (f"{base}.py", f"{base}/__init__.py"):
            source = self.modules.get(place)
            function = _function(source.tree, wanted) if source else None
            if function:
                return place, function
        return None


def _function(tree: ast.Module, name: str) -> FunctionNode | None:
    return next((node for node in tree.body if isinstance(node, FunctionNode) and node.name == name), None)


def _after(before: frozenset[Way], more: frozenset[Way]) -> frozenset[Way]:
    return frozenset((min(2, a + c), min(2, b + d)) for a, b in before for c, d in more)


def _either(*ways: Ways) -> Ways:
    on = frozenset().union(*(each.on for each in ways))
    return Ways(on, frozenset().union(*(each.out for each in ways)))
