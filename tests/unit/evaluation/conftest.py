"""Fixtures of the evaluation engine; none of its tests touches the database."""

from __future__ import annotations

import pytest

from tests.unit.evaluation.files import Run, runner


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """The command line, in this process."""
    return runner(capsys)
