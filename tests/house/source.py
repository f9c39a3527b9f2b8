"""The sources as the guards see them: parsed files with their place in the house."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "roundel"
FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Source:
    """One Python file: where it stands below src/roundel ("helpline/actions.py"), and its syntax tree."""

    place: str
    text: str

    @property
    def tree(self) -> ast.Module:
        """The parsed file."""
        return _parse(self.text)

    @property
    def app(self) -> str:
        """The first folder: the app."""
        return self.place.split("/")[0]

    @property
    def room(self) -> str:
        """The first folder below the app, or the file itself: "actions" of helpline/actions/views.py."""
        parts = self.place.split("/")
        return Path(parts[1] if len(parts) > 1 else parts[0]).stem

    def is_room(self, *names: str) -> bool:
        """Whether the file is (or lies in) one of these rooms: actions, rules, queries, views."""
        return self.room in names


@cache
def _parse(text: str) -> ast.Module:
    return ast.parse(text)


@cache
def sources() -> tuple[Source, ...]:
    """Every Python file of the package, migrations left out."""
    files = sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)
    return tuple(Source(path.relative_to(PACKAGE).as_posix(), path.read_text(encoding="utf-8")) for path in files)


def templates() -> Iterator[tuple[str, str]]:
    """Every template with its place."""
    for path in sorted(PACKAGE.rglob("*.html")):
        yield path.relative_to(PACKAGE).as_posix(), path.read_text(encoding="utf-8")


def functions(tree: ast.AST) -> Iterator[FunctionNode]:
    """Every function and method in the tree."""
    return (node for node in ast.walk(tree) if isinstance(node, FunctionNode))


def public_functions(tree: ast.Module) -> Iterator[FunctionNode]:
    """The functions of a module that other modules may call."""
    return (node for node in tree.body if isinstance(node, FunctionNode) and not node.name.startswith("_"))


def dotted(node: ast.AST) -> str:
    """``a.b.c`` of a name or attribute; calls on the way are written ``()``; empty for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    if isinstance(node, ast.Call):
        return f"{dotted(node.func)}()"
    return ""


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    """Every call in the tree."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def findings(guard: Callable[[Source], Iterator[str]], allowed: Mapping[str, str] | None = None) -> list[str]:
    """What a guard finds in all sources; ``allowed`` names places (or "place:function") with the reason why."""
    found = [f"{source.place}:{line}" for source in sources() for line in guard(source)]
    return [line for line in found if not any(_is_under(line, place) for place in allowed or {})]


def _is_under(line: str, place: str) -> bool:
    name, _, function = place.partition(":")
    return line.startswith((f"{name}:", f"{name}/")) and (not function or f" {function}" in line)


def bad(place: str, text: str) -> Source:
    """A snippet, as if it stood in this place."""
    return Source(place, text)
