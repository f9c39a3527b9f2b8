"""The command line: the verbs of ./run, and our management commands."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from django.core.management import BaseCommand, get_commands, load_command_class

from roundel.desk.reference.markdown import code, page, section, table

ROOT = Path(__file__).resolve().parents[4]
# Options that every management command of the framework has.
USUAL = set(vars(BaseCommand().create_parser("", "").parse_args([])))


def document() -> str:
    """commands.md"""
    return page(
        "Commands",
        section("./run", code(_help_of_run(), "text")),
        section("./run manage", "Roundel's own management commands; `./run manage help` lists the framework's too."),
        *(_command(name) for name in own_commands()),
    )


def own_commands() -> dict[str, str]:
    """Our management commands and the app of each, by name."""
    return {name: app for name, app in sorted(get_commands().items()) if str(app).startswith("roundel.")}


def _help_of_run() -> str:
    done = subprocess.run([sys.executable, str(ROOT / "run"), "--help"], capture_output=True, text=True, check=True)
    return done.stdout


def _command(name: str) -> str:
    command = load_command_class(own_commands()[name], name)
    own = [action for action in _parser(command, name)._actions if action.dest not in {*USUAL, "help", "version"}]
    rows = [(f"`{_call(action)}`", (action.help or "").replace("%(default)s", str(action.default))) for action in own]
    return section(name, command.help, table(("option", "meaning"), rows) if rows else "", level=3)


def _parser(command: BaseCommand, name: str) -> argparse.ArgumentParser:
    return command.create_parser("./run manage", name)


def _call(action: argparse.Action) -> str:
    names = ", ".join(action.option_strings) or action.dest.upper()
    takes_value = action.option_strings and action.nargs != 0
    return f"{names} {action.metavar or action.dest.upper()}" if takes_value else names
