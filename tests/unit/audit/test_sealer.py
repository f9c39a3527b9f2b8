"""The thread that seals after commits: when it runs, and that nothing stops it."""

from __future__ import annotations

import logging
import threading

import pytest

from roundel.audit import sealer, sealing


@pytest.fixture
def sealed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Each entry is one round of sealing, by the number of rounds before it."""
    rounds: list[int] = []
    monkeypatch.setattr(sealing, "anything_pending", lambda: True)
    monkeypatch.setattr(sealing, "seal_everything", lambda: rounds.append(len(rounds)))
    return rounds


def test_nothing_runs_unless_a_server_asked_for_it(sealed: list[int]) -> None:
    sealer.wake()
    assert not sealer.running()
    assert sealed == []


def test_an_error_is_logged_without_its_content_and_survived(
    sealed: list[int], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise RuntimeError("the words of a caller")

    monkeypatch.setattr(sealing, "seal_everything", fail)
    monkeypatch.setattr(sealer, "connection", type("Closed", (), {"close": lambda self: None})())
    with caplog.at_level(logging.WARNING, "roundel.audit"):
        assert sealer.seal_once() is False
    assert "RuntimeError" in caplog.text
    assert "caller" not in caplog.text


def test_a_woken_thread_seals_soon_and_again_after_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    outcomes, tried = [False, True, True], []
    twice = threading.Event()

    def once() -> bool:
        tried.append(outcomes[len(tried) % 3])
        if len(tried) == 2:
            twice.set()
        return tried[-1]

    monkeypatch.setattr(sealer, "seal_once", once)
    monkeypatch.setattr(sealer, "GATHER_SECONDS", 0.001)
    monkeypatch.setattr(sealer, "FIRST_PAUSE", 0.001)
    sealer.enable()
    try:
        sealer.wake()
        assert sealer.running()
        assert twice.wait(5)
        assert tried[:2] == [False, True]
    finally:
        _stop()


def _stop() -> None:
    (thread,) = (each for each in threading.enumerate() if each.name == "audit-sealer")
    sealer.disable()
    thread.join(5)
    assert not thread.is_alive()
