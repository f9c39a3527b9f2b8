"""The verbs `test` and `bench`."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
from collections.abc import Mapping
from urllib.parse import quote

from tools import environment
from tools.environment import ROOT, Problem

BROWSERS = (
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
NO_BROWSER = (
    "Browser tests are left out: no Chromium or Chrome was found. "
    "Install one (Debian: apt-get install chromium), or name it in ROUNDEL_CHROMIUM."
)


def test(arguments: list[str]) -> int:
    """./run test"""
    parser = argparse.ArgumentParser("./run test", epilog="Anything else goes to pytest.", allow_abbrev=False)
    parser.add_argument("--require-browser", action="store_true", help="fail if a browser test cannot run")
    parser.add_argument("--postgres", action="store_true", help="run on PostgreSQL instead of SQLite")
    chosen, rest = parser.parse_known_args(arguments)
    browser = find_browser(os.environ)
    if chosen.require_browser and not browser:
        raise Problem(NO_BROWSER.replace("are left out", "were asked for"))
    environment.prepare(environment.DEVELOPMENT)
    variables = environment.variables(DJANGO_SETTINGS_MODULE="roundel.config.settings.test")
    variables.pop("DATABASE_URL", None)  # a server that happens to be named is used only with --postgres
    command = pytest_command(rest, has_browser=bool(browser), require_browser=chosen.require_browser)
    if browser:
        variables["ROUNDEL_CHROMIUM"] = browser
    else:
        print(NO_BROWSER, flush=True)
    if chosen.postgres:
        url = postgres_url(os.environ)
        variables |= {"DATABASE_URL": url} if url else {}
        command = command if url else [environment.python(), "-m", "tools.embedded_postgres", *command]
    return subprocess.run(command, env=variables).returncode


def bench(arguments: list[str]) -> int:
    """./run bench"""
    environment.prepare(environment.DEVELOPMENT)
    return subprocess.run(
        [environment.python(), "-m", "benchmarks", *arguments], env=environment.variables()
    ).returncode


def pytest_command(rest: list[str], *, has_browser: bool, require_browser: bool) -> list[str]:
    """How pytest is called: the whole suite on several cores, a part of it on one."""
    command = [environment.python(), "-m", "pytest"]
    if not has_browser:
        command += ["-m", "not browser"]
    if require_browser:
        command += ["-p", "tools.no_skipped_browser_tests"]
    if not _names_a_part(rest):
        command += ["-n", str(min(4, os.cpu_count() or 1)), "--dist", "worksteal"]
    return command + rest


def _names_a_part(rest: list[str]) -> bool:
    """A few tests start sooner without the detour over several processes; a debugger works only so."""
    return any(
        word.startswith(("-n", "--pdb", "--co", "--trace", "-k")) or (ROOT / word.split("::")[0]).exists()
        for word in rest
    )


def find_browser(environ: Mapping[str, str]) -> str | None:
    """The Chromium or Chrome for browser tests, if there is one."""
    named = environ.get("ROUNDEL_CHROMIUM")
    if named:
        if not shutil.which(named):
            raise Problem(f"ROUNDEL_CHROMIUM names {named}, which is not a program.")
        return shutil.which(named)
    found = (shutil.which(name, path=environ.get("PATH")) for name in BROWSERS)
    return next((path for path in found if path), None)


def postgres_url(environ: Mapping[str, str]) -> str | None:
    """The PostgreSQL server that the environment names, by DATABASE_URL or by PostgreSQL's own variables."""
    url = environ.get("DATABASE_URL", "")
    if url.startswith(("postgres://", "postgresql://")):
        return url
    if not any(environ.get(name) for name in ("PGHOST", "PGHOSTADDR", "PGPORT", "PGUSER", "PGDATABASE")):
        return None
    user, password = quote(environ.get("PGUSER", "postgres"), safe=""), quote(environ.get("PGPASSWORD", ""), safe="")
    host, port = environ.get("PGHOST") or environ.get("PGHOSTADDR") or "", environ.get("PGPORT", "5432")
    database = quote(environ.get("PGDATABASE", "postgres"), safe="")
    sign_in = f"{user}:{password}" if password else user
    if host.startswith("/"):  # a socket's folder
        return f"postgresql://{sign_in}@:{port}/{database}?host={host}"
    return f"postgresql://{sign_in}@{host or '127.0.0.1'}:{port}/{database}"
