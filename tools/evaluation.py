"""The verb `evaluate`: the evaluation engine, which knows nothing of the desk and needs no installation of it."""

from __future__ import annotations

import subprocess

from tools import environment


def evaluate(arguments: list[str]) -> int:
    """./run evaluate"""
    environment.prepare(environment.EVALUATION)
    command = [environment.python(), "-m", "roundel.evaluation", *arguments]
    return subprocess.run(command, env=environment.variables(), cwd=environment.STARTED_IN).returncode
