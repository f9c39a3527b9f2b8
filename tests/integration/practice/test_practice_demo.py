"""The sample data of the practice desk: something to do for the trainee and for the supervisor."""

from __future__ import annotations

import random
import re

import pytest

from roundel.access import demo as people
from roundel.access.demo import staff
from roundel.practice import demo, queries
from roundel.practice.models import PracticeCall
from tests.support.moments import NOW
from tests.unit.practice.test_scripts import UNKIND

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("seed", range(5))
def test_everybody_finds_something(seed: int) -> None:
    people.make_demo_users(NOW.replace(year=NOW.year - 2))
    demo.bring_about(at=NOW, chance=random.Random(seed))
    (trainee,), (supervisor,) = staff("trainee", at=NOW), staff("supervisor", at=NOW)
    assert len(queries.unfinished(trainee)) == 1
    assert len(queries.own(trainee).object_list) == 3
    assert len(queries.work_queue(trainee, NOW)) == 1
    assert queries.work_queue(supervisor, NOW)[0].what == "3 practice calls"
    assert not PracticeCall.objects.filter(started_at__gt=NOW).exists()


def test_its_words_are_kind() -> None:
    agreed = (one.words for one in demo.AGREED.values())
    text = " ".join([*demo.NOTES.values(), *agreed, demo.WORDS, demo.THOUGHTS])
    assert not UNKIND.search(text)
    assert not re.search("!", text)
