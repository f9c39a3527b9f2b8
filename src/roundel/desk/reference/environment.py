"""The environment variables: found in the code, with their meaning from here; neither may lack the other."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from roundel.desk.reference.markdown import page, section, table

ROOT = Path(__file__).resolve().parents[4]
CONFIG = ROOT / "src" / "roundel" / "config"
PRODUCTION = (CONFIG / "settings" / "prod.py", CONFIG / "environment.py")
NAME = re.compile(r"ROUNDEL_[A-Z_]+")

WORDS = {
    "ROUNDEL_KEY_FILE": "path of the key file; `./run manage generate_keys` makes one. Needed (or `ROUNDEL_KEYS`)",
    "ROUNDEL_KEYS": "the keys themselves as JSON, instead of a file",
    "ROUNDEL_DATABASE_URL": "where the records are: `postgresql://user:password@host:port/name`, or "
    "`sqlite:///path` for the embedded database, `sqlcipher:///path` for it encrypted as a whole. Needed",
    "ROUNDEL_HOSTS": "the host names, separated by commas, that people type to get here. Needed",
    "ROUNDEL_TIME_ZONE": "the time zone in which the organisation works, such as Europe/London. Needed",
    "ROUNDEL_ORGANISATION": "the name at the head of each page. Needed",
    "ROUNDEL_BRAND_COLOUR": "the organisation's colour, such as #1d5a66 (the usual one)",
    "ROUNDEL_HELPLINE_NUMBER": "the telephone number that the public site gives. Needed by the public site",
    "ROUNDEL_HELPLINE_HOURS": "when somebody answers, in words, for the public site",
    "ROUNDEL_LINE_HOURS": "when the line is open: the half-hours in which calls are counted, such as "
    "`Mon-Fri 09:00-21:00`",
    "ROUNDEL_OFFICE_HOURS": "the hours in which deadlines count, such as `Mon-Fri 09:00-17:00, Sat 10:00-12:00`",
    "ROUNDEL_BANK_HOLIDAYS": "whose bank holidays do not count: ENG (usual), WLS, SCT or NIR",
    "ROUNDEL_CLOSED_DAYS": "further days that do not count, separated by commas: 2027-12-24, 2027-12-31",
    "ROUNDEL_SECOND_WITHIN_HOURS": "within how many working hours somebody seconds a threshold decision (4)",
    "ROUNDEL_WEEKLY_HOURS": "hours of contacts and writing up in a week above which the exposure page says so (20)",
    "ROUNDEL_RUN_HOURS": "hours without a break of half an hour above which it says so (3)",
    "ROUNDEL_REVIEW_SAMPLE": "how many contacts of each person and month are drawn for review (3)",
    "ROUNDEL_LEAVE_TO": "the neutral page that leaving the public site leads to; without it, an empty page of our own",
    "ROUNDEL_IDLE_MINUTES": "after how many minutes without use a session ends (30)",
    "ROUNDEL_EMAIL_HOST": "the mail server for password links to staff. Needed",
    "ROUNDEL_EMAIL_PORT": "its port (587)",
    "ROUNDEL_EMAIL_USER": "the user name there, if it asks for one",
    "ROUNDEL_EMAIL_PASSWORD": "the password there, if it asks for one",
    "ROUNDEL_EMAIL_TLS": "whether the connection to it is encrypted: yes (usual) or no",
    "ROUNDEL_EMAIL_FROM": "the address that mail to staff comes from. Needed",
    "ROUNDEL_STATIC": "the folder into which `collectstatic` puts style sheets and scripts (var/static)",
    "ROUNDEL_HTTPS": "whether people come by https: yes (usual), or no on a closed test machine",
    "ROUNDEL_PROGRAM": "which program a process is: desk or public; `./run serve` sets it",
    "ROUNDEL_DATA": "the folder of the demo's data (var/demo)",
    "ROUNDEL_VENV": "another folder for the Python environment than .venv",
    "ROUNDEL_CHROMIUM": "the browser for browser tests, if it is not found by itself",
    "ROUNDEL_REQUIRE_BROWSER": "1: a browser test without a browser is an error",
    "ROUNDEL_DESK_BIND": "where the desk listens (127.0.0.1:8000)",
    "ROUNDEL_PUBLIC_BIND": "where the public site listens (127.0.0.1:8001)",
}


class UndescribedVariableError(LookupError):
    """An environment variable that nobody has described, or a description without its variable."""


def document() -> str:
    """settings.md"""
    production, everywhere = found_in(PRODUCTION), found_in(all_files())
    check_described(everywhere)
    rest = sorted(everywhere - production)
    return page(
        "Settings",
        "Roundel is set up by environment variables. In production it refuses to start while one that is needed is "
        "missing or unsafe, and says all that is wrong at once.",
        section("Production", table(("variable", "meaning"), _rows(sorted(production)))),
        section("Running, developing and testing", table(("variable", "meaning"), _rows(rest))),
    )


def all_files() -> list[Path]:
    """The files that read the environment: settings, and the tools behind ./run."""
    return [*CONFIG.rglob("*.py"), *(ROOT / "tools").glob("*.py"), *(ROOT / "tests" / "browser").glob("conftest.py")]


def found_in(files: list[Path] | tuple[Path, ...]) -> set[str]:
    """The names of variables that these files read."""
    return {
        node.value
        for file in files
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and NAME.fullmatch(node.value)
    }


def check_described(found: set[str]) -> None:
    """Raise UndescribedVariableError unless words and code name the same variables."""
    if undescribed := sorted(found - set(WORDS)):
        raise UndescribedVariableError(f"say in desk/reference/environment.py what these mean: {undescribed}")
    if gone := sorted(set(WORDS) - found):
        raise UndescribedVariableError(f"described in desk/reference/environment.py, and read nowhere: {gone}")


def _rows(names: list[str]) -> list[tuple[str, str]]:
    return [(f"`{name}`", WORDS[name]) for name in names]
