"""Files of at most 400 lines, functions that are short, at most six parameters."""

from __future__ import annotations

import statistics
from collections.abc import Iterator

from tests.house.source import FunctionNode, Source, bad, findings, functions, sources

FILE_LINES, MEDIAN, NINETIETH, PARAMETERS = 400, 10, 30, 6
# Every action has these two; they are not what makes a call hard to read.
UNCOUNTED = frozenset({"self", "cls", "by", "at"})


def length(function: FunctionNode) -> int:
    """Lines of a function from def to its end, decorators left out."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def long_files(source: Source) -> Iterator[str]:
    """Files that should become a package."""
    lines = source.text.count("\n")
    if lines > FILE_LINES:
        yield f"1: {lines} lines"


def many_parameters(source: Source) -> Iterator[str]:
    """Functions that want a dataclass."""
    for function in functions(source.tree):
        names = [each.arg for each in (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)]
        counted = [name for name in names if name not in UNCOUNTED]
        if len(counted) > PARAMETERS:
            yield f"{function.lineno}: {function.name} has {len(counted)} parameters"


def test_files_are_short() -> None:
    found = findings(long_files)
    assert not found, "\n".join(found)


def test_parameters_are_few() -> None:
    found = findings(many_parameters)
    assert not found, "\n".join(found)


def test_functions_are_short() -> None:
    lengths = sorted(length(function) for source in sources() for function in functions(source.tree))
    median, ninetieth = statistics.median(lengths), statistics.quantiles(lengths, n=10)[8]
    print(
        f"{len(lengths)} functions: median {median:.0f} lines, 90th percentile {ninetieth:.0f}, longest {lengths[-1]}"
    )
    assert median < MEDIAN, median
    assert ninetieth < NINETIETH, ninetieth


def test_the_guards_notice() -> None:
    assert list(long_files(bad("a/b.py", "x = 1\n" * 401)))
    assert list(many_parameters(bad("a/b.py", "def f(a, b, c, d, *, e, f, g): ...")))
    assert not list(many_parameters(bad("a/b.py", "def f(a, b, c, d, *, e, f, by, at): ...")))
    assert length(next(functions(bad("a/b.py", "def f():\n    a = 1\n    return a").tree))) == 3
