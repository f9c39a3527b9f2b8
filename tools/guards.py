"""The verb `check`: every guard of the house, two at a time."""

from __future__ import annotations

import argparse
import subprocess
import tempfile
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path

from tools import environment
from tools.environment import python, tool

AT_ONCE = 2


@dataclass(frozen=True)
class Guard:
    """One guard: a command that fails when something is amiss."""

    name: str
    command: list[str]
    variables: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """What came of a guard."""

    guard: Guard
    failed: bool
    seconds: float
    said: str


def check(arguments: list[str]) -> int:
    """./run check"""
    argparse.ArgumentParser("./run check").parse_args(arguments)
    environment.prepare(environment.DEVELOPMENT)
    with tempfile.TemporaryDirectory(prefix="roundel-check-") as folder, ThreadPoolExecutor(AT_ONCE) as pool:
        make_keys(folder)
        waiting = [pool.submit(_run, guard) for guard in guards(folder)]
        outcomes = [_report(each.result()) for each in as_completed(waiting)]
    failed = [outcome.guard.name for outcome in outcomes if outcome.failed]
    print(f"check: {len(failed)} of {len(outcomes)} failed: {', '.join(failed)}" if failed else "check: all is well")
    return 1 if failed else 0


def guards(folder: str) -> list[Guard]:
    """The guards, the slowest first. ``folder`` is for what they write."""
    testing = {"DJANGO_SETTINGS_MODULE": "roundel.config.settings.test"}
    production = throw_away_production(folder)
    manage = [python(), "-m", "tools.manage"]
    deployment = [*manage, "check", "--deploy", "--fail-level", "WARNING"]
    return [
        Guard("types (mypy)", [tool("mypy")]),
        Guard("house rules", [python(), "-m", "pytest", "-q", "tests/house", "-p", "no:cacheprovider"], testing),
        Guard("layers (import-linter)", [tool("lint-imports"), "--no-cache"]),
        Guard("deployment settings, desk", deployment, production | {"ROUNDEL_PROGRAM": "desk"}),
        Guard("deployment settings, public site", deployment, production | {"ROUNDEL_PROGRAM": "public"}),
        Guard("migrations", [*manage, "makemigrations", "--check", "--dry-run"], testing),
        Guard("generated documents", [*manage, "docs", "--check"], testing),
        Guard("format (ruff)", [tool("ruff"), "format", "--check", "."]),
        Guard("lint (ruff)", [tool("ruff"), "check", "."]),
    ]


def throw_away_production(folder: str) -> dict[str, str]:
    """A whole production environment; its keys are made by ``make_keys`` and nobody will see them again."""
    return {
        "DJANGO_SETTINGS_MODULE": "roundel.config.settings.prod",
        "ROUNDEL_KEY_FILE": f"{folder}/keys.json",
        "ROUNDEL_DATABASE_URL": f"sqlite://{folder}/check.sqlite3",
        "ROUNDEL_HOSTS": "desk.example.org",
        "ROUNDEL_TIME_ZONE": "Europe/London",
        "ROUNDEL_ORGANISATION": "Example",
        "ROUNDEL_HELPLINE_NUMBER": "0800 000 0000",
        "ROUNDEL_EMAIL_HOST": "mail.example.org",
        "ROUNDEL_EMAIL_FROM": "desk@example.org",
    }


def make_keys(folder: str) -> None:
    """Keys in the shape that the application itself gives them."""
    code = "import json; from roundel.kernel.crypto.keys import generate_keys; print(json.dumps(generate_keys()))"
    made = subprocess.run([python(), "-c", code], env=environment.variables(), stdout=subprocess.PIPE, check=False)
    (Path(folder) / "keys.json").write_bytes(made.stdout)  # if it failed, the guard of the deployment settings says so


def _run(guard: Guard) -> Outcome:
    started = time.monotonic()
    done = subprocess.run(
        guard.command,
        env=environment.variables(**guard.variables),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return Outcome(guard, bool(done.returncode), time.monotonic() - started, done.stdout.strip())


def _report(outcome: Outcome) -> Outcome:
    word = "FAILED" if outcome.failed else "ok"
    print(f"{outcome.guard.name:<34} {outcome.seconds:>6.1f} s  {word}", flush=True)
    if outcome.failed:
        print("\n".join(f"    {line}" for line in outcome.said.splitlines()), flush=True)
    return outcome
