"""What is kept in a practice call comes back as it was."""

from __future__ import annotations

import datetime as dt
import json
import uuid

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roundel.helpline.written import Written
from roundel.practice.content import Agreement, Asked, Code, Content, Danger, Heard, Name, Said

MOMENTS = st.datetimes(timezones=st.just(dt.UTC))
TEXT = st.text(max_size=20)
IDS = st.uuids()
CONTENTS = st.builds(
    Content,
    story=st.lists(st.builds(Heard, TEXT, st.none() | st.integers(0, 2)), min_size=1, max_size=3).map(tuple),
    written=st.builds(
        Written,
        st.dictionaries(TEXT, TEXT | st.lists(TEXT, min_size=1, max_size=2).map(tuple), max_size=2),
        TEXT,
        TEXT,
    ),
    said=st.none() | st.builds(Said, MOMENTS, TEXT, TEXT, st.integers(0, 9)),
    code=st.none() | st.builds(Code, TEXT, TEXT, st.integers(0, 9)),
    agreed=st.lists(
        st.builds(Agreement, IDS, TEXT, TEXT, TEXT, st.none() | st.dates(), MOMENTS, st.integers(0, 9)), max_size=2
    ).map(tuple),
    asked=st.lists(st.builds(Asked, TEXT, TEXT, TEXT, TEXT, MOMENTS), max_size=2).map(tuple),
    named=st.lists(st.builds(Name, IDS, TEXT, TEXT, MOMENTS), max_size=2).map(tuple),
    danger=st.none() | st.builds(Danger, MOMENTS, st.integers(0, 9)),
    ending=TEXT,
    threshold=TEXT,
    nature=TEXT,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(CONTENTS)
def test_content_comes_back_as_it_was(content: Content) -> None:
    assert Content.from_data(json.loads(json.dumps(content.as_data()))) == content


def test_progress_is_told_in_the_words_of_the_scripts() -> None:
    now = dt.datetime(2027, 3, 14, tzinfo=dt.UTC)
    nothing = Content(story=(Heard("ring"),))
    assert nothing.progress() == frozenset()
    done = Content(
        story=(Heard("ring"),),
        said=Said(now, "statement-1", "agreed", 1),
        code=Code("given", "Practice Amber Harbour", 1),
        agreed=(Agreement(uuid.uuid4(), "police", "caller", "", None, now, 1),),
        asked=(Asked("wife", "done", "", "", now),),
        danger=Danger(now, 1),
    )
    assert done.progress() == {"statement", "code", "agreed", "asked_after", "danger"}
