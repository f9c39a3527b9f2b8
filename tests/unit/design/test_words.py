"""Dates, times and numbers written out."""

import datetime as dt
from decimal import Decimal

import pytest

from roundel.design import words

LATE = dt.datetime(2027, 7, 14, 20, 4, tzinfo=dt.UTC)  # 9:04pm in London in summer


def test_a_moment_is_written_out_on_the_local_clock():
    assert words.datetime_words(LATE) == "14 July 2027, 9:04pm"


def test_the_local_day_counts_and_not_the_day_in_greenwich():
    assert words.date_words(dt.datetime(2027, 7, 14, 23, 30, tzinfo=dt.UTC)) == "15 July 2027"


@pytest.mark.parametrize(
    ("at", "written"),
    [
        (dt.time(0, 0), "12:00am"),
        (dt.time(9, 4), "9:04am"),
        (dt.time(12, 0), "12:00pm"),
        (dt.time(13, 30), "1:30pm"),
        (dt.time(23, 59), "11:59pm"),
    ],
)
def test_times_of_day(at: dt.time, written: str):
    assert words.time_words(at) == written


@pytest.mark.parametrize(
    "write",
    [words.datetime_words, words.date_words, words.short_date, words.time_words, words.duration_words, words.number],
)
def test_what_is_missing_says_so(write):
    assert write(None) == "not recorded"


@pytest.mark.parametrize(("value", "shown"), [(0, 0), (False, False), ("", "not recorded"), (None, "not recorded")])
def test_nought_is_not_missing(value: object, shown: object):
    assert words.recorded(value) == shown


@pytest.mark.parametrize(
    ("value", "written"),
    [(0, "0"), (12345, "12,345"), (Decimal("1234.5"), "1,234.5"), ("under 5", "under 5"), ("", "not recorded")],
)
def test_numbers(value, written: str):
    assert words.number(value) == written


@pytest.mark.parametrize(("share", "written"), [(0.974, "97%"), (0, "0%"), (1, "100%"), (None, "not recorded")])
def test_shares(share, written: str):
    assert words.percent(share) == written


@pytest.mark.parametrize(
    ("seconds", "written"),
    [(0, "0 seconds"), (1, "1 second"), (61, "1 minute"), (3600, "1 hour"), (7380, "2 hours 3 minutes")],
)
def test_durations(seconds: int, written: str):
    assert words.duration_words(dt.timedelta(seconds=seconds)) == written


@pytest.mark.parametrize(
    ("values", "written"),
    [([], "not recorded"), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_lists(values: list[str], written: str):
    assert words.listed(values) == written


def test_the_machine_gets_the_offset():
    assert words.machine(LATE) == "2027-07-14T21:04:00+01:00"
