"""Geometry of charts."""

from hypothesis import given
from hypothesis import strategies as st

from roundel.design import charts

VALUES = st.none() | st.just("under 5") | st.integers(0, 10**6) | st.floats(0, 1e6)
ROWS = st.lists(st.tuples(st.text(max_size=5), VALUES, VALUES), max_size=15)


@given(ROWS, st.sampled_from([charts.bars, charts.columns]))
def test_every_mark_is_inside_the_drawing(rows, draw):
    chart = draw(rows)

    assert len(chart.labels) == len(rows)
    for mark in chart.marks:
        assert 0 <= mark.x <= mark.x + mark.width <= 100.1
        assert 0 <= mark.y <= mark.y + mark.height <= chart.height + 0.1


def test_length_follows_the_number():
    half, whole = charts.bars([("a", 50), ("b", 100)]).marks

    assert half.width * 2 == whole.width == charts.BAR_ROOM


def test_a_share_is_measured_against_the_whole():
    assert charts.bars([("a", 0.25)], share=True).marks[0].width == charts.BAR_ROOM / 4


def test_no_number_has_no_length_but_has_words():
    hidden, missing, nought = charts.bars([("a", "under 5"), ("b", None), ("c", 0)]).marks

    assert hidden.width == missing.width == nought.width == 0
    assert [hidden.words, missing.words, nought.words] == ["under 5", "not recorded", "0"]


def test_narrow_columns_say_it_shortly():
    assert [mark.words for mark in charts.columns([("a", "under 5"), ("b", None)]).marks] == ["<5", "?"]


def test_the_second_series_can_be_told_apart_without_colour():
    first, second = charts.bars([("a", 1, 2)], ["Answered", "Missed"]).marks

    assert (first.second, second.second) == (False, True)
    assert (first.words, second.words) == ("1 Answered", "2 Missed")
