"""Which events may stand in the audit."""

from __future__ import annotations

import pytest

from roundel.audit import registry
from roundel.audit.enums import Nature
from roundel.audit.registry import (
    UnknownEventError,
    change,
    event_type,
    kind_words,
    look,
    names_of,
    register,
    register_kind,
)


@pytest.fixture(autouse=True)
def _own_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_events", {})
    monkeypatch.setattr(registry, "_kinds", {})


def test_a_registered_event_is_known_by_its_name() -> None:
    register(look("letters.letter.read", "read {thing}"), change("letters.letter.kept", "kept {thing}"))
    assert event_type("letters.letter.read").nature is Nature.LOOK
    assert names_of(Nature.CHANGE) == {"letters.letter.kept"}


def test_unknown_events_and_kinds_are_refused() -> None:
    with pytest.raises(UnknownEventError, match=r"letters\.letter\.read"):
        event_type("letters.letter.read")
    with pytest.raises(UnknownEventError, match=r"letters\.letter"):
        kind_words("letters.letter")


def test_registering_the_same_twice_is_harmless_and_another_meaning_is_not() -> None:
    register(look("letters.letter.read", "read {thing}"))
    register(look("letters.letter.read", "read {thing}"))
    with pytest.raises(ValueError, match="twice"):
        register(change("letters.letter.read", "read {thing}"))
    register_kind("letters.letter", "letter")
    with pytest.raises(ValueError, match="twice"):
        register_kind("letters.letter", "epistle")


@pytest.mark.parametrize(
    "name", ["read", "Letters.read", "letters..read", "letters.read ", "letters/read", "l." + "x" * 90]
)
def test_names_are_dotted_codes(name: str) -> None:
    with pytest.raises(ValueError, match="dotted name"):
        register(look(name, "read {thing}"))
