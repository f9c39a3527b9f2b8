"""The verbs of `./run`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from tools import environment, evaluation, guards, servers, suite
from tools.environment import Problem

HELP = """\
usage: ./run VERB [options]

Roundel needs Python 3.11 or newer and nothing else: the first use of a verb installs what it needs into .venv,
exactly as requirements.lock says (hashes and all). Later uses find it there.

To look at it
  demo        Prepare the sample data, start the staff desk and the public site on this computer, and print their
              addresses and a sign-in for each role. The data stay between runs, in var/demo.
                --reset           throw the sample data away and make them anew
                --port N          port of the staff desk (8000)
                --public-port N   port of the public site (8001)

To work on it
  test        Run the tests; browser tests too where a Chromium or Chrome is found (or named by ROUNDEL_CHROMIUM).
              Anything else on the line goes to pytest: ./run test tests/unit -k reference
                --require-browser  fail if there is no browser or a browser test was skipped
                --postgres         on PostgreSQL: the server named by DATABASE_URL or PGHOST and its like,
                                   otherwise one that is started for the run and removed after it
  check       Run every guard: format, lint, layers, types, deployment settings, migrations, generated documents,
              house rules. All of them run even when one fails.
  bench       Measure, and write benchmarks/RESULTS.md: ./run bench [name]
  evaluate    Answer a question about effects, from counts or files: ./run evaluate COMMAND [options]
              ./run evaluate --help lists the commands. Its first use installs requirements-evaluation.lock too.
  manage      Run a management command: ./run manage COMMAND [options]; ./run manage help lists them.
              It works on the demo, or on the production installation if ROUNDEL_KEY_FILE or ROUNDEL_KEYS is set.

To run it in earnest (settings from environment variables: docs/how-to/install.md)
  serve       Start both programs, or one: ./run serve [desk|public]
              They listen on ROUNDEL_DESK_BIND (127.0.0.1:8000) and ROUNDEL_PUBLIC_BIND (127.0.0.1:8001).
  worker      Start the process that does the jobs that nobody should wait for.

  --help      This text.

ROUNDEL_VENV names another folder for the environment than .venv.
"""

VERBS: dict[str, Callable[[list[str]], int]] = {
    "demo": servers.demo,
    "test": suite.test,
    "check": guards.check,
    "bench": suite.bench,
    "evaluate": evaluation.evaluate,
    "manage": servers.manage,
    "serve": servers.serve,
    "worker": servers.worker,
}


def main(arguments: list[str]) -> int:
    """Carry out one verb; returns the exit code."""
    verb, rest = (arguments[0], arguments[1:]) if arguments else ("--help", [])
    if verb in {"--help", "-h", "help"}:
        print(HELP)
        return 0
    if verb not in VERBS:
        print(f"./run has no verb {verb!r}. It has: {', '.join(VERBS)}. ./run --help explains them.", file=sys.stderr)
        return 2
    try:
        os.chdir(environment.ROOT)
        return VERBS[verb](rest)
    except Problem as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
