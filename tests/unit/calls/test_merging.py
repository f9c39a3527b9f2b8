"""What is told of a call comes in any order, twice, or in part; the call is the same."""

from __future__ import annotations

import datetime as dt
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundel.calls.enums import Outcome, Told
from roundel.calls.merging import Known, Telling, first_known, label, merged
from roundel.calls.states import CALL, MEANS, RANK

NINE = dt.datetime(2027, 3, 15, 9, tzinfo=dt.UTC)
tellings = st.builds(
    Telling,
    call_id=st.just("c"),
    told=st.sampled_from(list(Told)),
    at=st.integers(0, 3_000).map(lambda seconds: NINE + dt.timedelta(seconds=seconds)),
    number=st.sampled_from(["", "0161 496 0000"]),
    line=st.sampled_from(["", "day", "night"]),
    extension=st.sampled_from(["", "201", "202", "203"]),
)


def known(told: Telling) -> Known:
    return first_known(told, b"t" * 16 if told.number else None)


def call_of(told: list[Telling]) -> Known:
    return reduce(merged, map(known, told))


def after(*told: str) -> Known:
    """A call of which this was told, a minute apart each."""
    return call_of([Telling("c", Told(each), NINE + n * dt.timedelta(minutes=1)) for n, each in enumerate(told)])


@given(st.data(), st.lists(tellings, min_size=1, max_size=6))
def test_order_and_repetition_never_matter(data: st.DataObject, told: list[Telling]) -> None:
    shuffled = data.draw(st.permutations(told))
    repeated = shuffled + data.draw(st.lists(st.sampled_from(told), max_size=4))
    assert call_of(repeated) == call_of(told)


@given(tellings, tellings, tellings)
def test_what_is_told_joins_like_a_set(one: Telling, two: Telling, three: Telling) -> None:
    a, b, c = map(known, (one, two, three))
    assert merged(a, b) == merged(b, a)
    assert merged(merged(a, b), c) == merged(a, merged(b, c))
    assert merged(merged(a, b), b) == merged(a, b)


@given(st.lists(tellings, min_size=1, max_size=6))
def test_a_call_is_never_impossible(told: list[Telling]) -> None:
    """What the constraints of the table would refuse."""
    call = call_of(told)
    assert call.answered_at is None or call.answered_at >= call.began_at
    assert call.ended_at is None or call.ended_at >= call.began_at
    assert (call.outcome == Outcome.ANSWERED) == (call.answered_at is not None)
    assert bool(call.extension) == (call.extension_at is not None)


@pytest.mark.parametrize(
    ("told", "outcome"),
    [
        (("ringing",), Outcome.RINGING),
        (("ringing", "answered", "ended"), Outcome.ANSWERED),
        (("ended", "answered"), Outcome.ANSWERED),
        (("ringing", "ended"), Outcome.MISSED),
        (("ringing", "abandoned", "ended"), Outcome.ABANDONED),
        (("ringing", "missed", "ended"), Outcome.MISSED),
        (("missed", "abandoned"), Outcome.ABANDONED),
        (("ringing", "abandoned", "answered"), Outcome.ANSWERED),  # handed over, and given up: he was spoken with
        (("ended",), Outcome.UNKNOWN),  # perhaps a call of our own: not counted
    ],
)
def test_what_becomes_of_a_call(told: tuple[str, ...], outcome: Outcome) -> None:
    assert after(*told).outcome == outcome


def test_a_call_only_moves_upwards_and_the_table_says_so() -> None:
    for told, meaning in MEANS.items():
        for state in RANK:
            before = Known(NINE, state, answered_at=NINE if state == Outcome.ANSWERED else None)
            now = merged(before, first_known(Telling("c", told, NINE), None)).outcome
            arrows = {arrow.to for arrow in CALL.from_state(state)}
            assert now == state or now in arrows, (state, told)
            assert RANK.index(now) >= RANK.index(meaning)


def test_the_one_who_answered_last_takes_the_contact() -> None:
    first = Telling("c", Told.ANSWERED, NINE, extension="201")
    second = Telling("c", Told.ANSWERED, NINE + dt.timedelta(minutes=3), extension="202")
    call = call_of([second, first])
    assert (call.extension, call.answered_at, call.extension_at) == ("202", NINE, second.at)


@pytest.mark.parametrize("text", ["+44 161 496 0000", "01614960000", "0161-496-0000", "sip:01614960000"])
def test_a_label_never_holds_a_number(text: str) -> None:
    assert label(text) == ""


def test_a_label_is_kept_short() -> None:
    assert label("  Day   line 2 ") == "Day line 2"
    assert label("Welsh line until nine in the evening") == "Welsh line until nin"


def test_a_message_shows_no_number() -> None:
    assert "4960000" not in repr(Telling("c", Told.RINGING, NINE, number="01614960000"))
