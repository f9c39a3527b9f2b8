"""Looking back: each check in each of its answers, in words and without a score."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from dataclasses import replace
from typing import Any

import pytest

from roundel.helpline.written import Written
from roundel.practice.content import Agreement, Asked, Code, Content, Danger, Heard, Name, Said
from roundel.practice.feedback import CHECKS, Found, look_back
from roundel.practice.script import Expectation, Script, version

NOW = dt.datetime(2027, 3, 14, tzinfo=dt.UTC)
DONE, NOT_DONE, LOOK = Found.DONE, Found.NOT_DONE, Found.LOOK
STORY = (Heard("ring"), Heard("statement"), Heard("code"), Heard("filter", 1), Heard("wife"))
EMPTY = Content(story=STORY)


def said(heard: int) -> Content:
    return replace(EMPTY, said=Said(NOW, "statement-1", "agreed", heard))


def agreed(kind: str = "tell_someone", words: str = "On Sunday.") -> Content:
    return replace(EMPTY, agreed=(Agreement(uuid.uuid4(), kind, "caller", words, None, NOW, 3),))


def asked(*about: str) -> Content:
    return replace(EMPTY, asked=tuple(Asked(each, "done", "", "", NOW) for each in about))


def danger(heard: int) -> Content:
    return replace(EMPTY, danger=Danger(NOW, heard))


def named(named_as: str = "child") -> Content:
    return replace(EMPTY, named=(Name(uuid.uuid4(), "Sam Example", named_as, NOW),))


def wrote(notes: str = "", identifying: str = "", **answers: str) -> Content:
    return replace(EMPTY, written=Written(answers, notes, identifying))


CASES: list[tuple[str, dict[str, Any], Content, Found]] = [
    ("statement", {"before": "code"}, EMPTY, NOT_DONE),
    ("statement", {"before": "code"}, said(2), DONE),
    ("statement", {"before": "code"}, said(3), LOOK),
    ("statement", {"before": "bye"}, said(5), DONE),
    ("statement", {}, said(5), DONE),
    ("group", {"groups": ["own"]}, EMPTY, NOT_DONE),
    ("group", {"groups": ["own"]}, wrote(group="own"), DONE),
    ("group", {"groups": ["own"]}, wrote(group="survivor"), LOOK),
    ("agreed", {}, EMPTY, NOT_DONE),
    ("agreed", {}, agreed(), DONE),
    ("agreed", {}, agreed(words=""), LOOK),
    ("agreed", {"kinds": ["police"]}, agreed(), LOOK),
    ("asked_after", {}, EMPTY, NOT_DONE),
    ("asked_after", {}, asked("wife"), LOOK),
    ("asked_after", {}, asked("filter", "wife"), DONE),
    ("danger", {"before": "code"}, EMPTY, NOT_DONE),
    ("danger", {"before": "code"}, danger(2), DONE),
    ("danger", {"before": "code"}, danger(4), LOOK),
    ("no_danger", {}, EMPTY, DONE),
    ("no_danger", {}, danger(1), LOOK),
    ("threshold", {}, EMPTY, NOT_DONE),
    ("threshold", {}, replace(EMPTY, threshold="no"), DONE),
    ("threshold", {}, replace(EMPTY, threshold="unsure"), LOOK),
    ("names", {"named": "child"}, EMPTY, NOT_DONE),
    ("names", {"named": "child"}, named(), DONE),
    ("names", {"named": "child"}, named("adult"), LOOK),
    ("names", {"named": "child"}, wrote(identifying="Flat four"), LOOK),
    ("no_names", {}, EMPTY, DONE),
    ("no_names", {}, named(), LOOK),
    ("reply", {"title": "T", "step": "filter", "good": [0]}, EMPTY, LOOK),
    ("reply", {"title": "T", "step": "filter", "good": [0, 1]}, EMPTY, DONE),
    ("reply", {"title": "T", "step": "wife", "good": [0]}, EMPTY, NOT_DONE),
    ("not_read_back", {"step": "agreed", "good": [0]}, EMPTY, NOT_DONE),
    ("counted", {"nature": "silent"}, EMPTY, NOT_DONE),
    ("counted", {"nature": "silent"}, replace(EMPTY, nature="silent"), DONE),
    ("counted", {"nature": "silent"}, replace(EMPTY, nature="hang_up"), LOOK),
    ("notes", {}, EMPTY, NOT_DONE),
    ("notes", {}, wrote(notes="He told."), DONE),
    ("code", {"how": "given"}, EMPTY, NOT_DONE),
    ("code", {"how": "given"}, replace(EMPTY, code=Code("given", "x", 1)), DONE),
    ("code", {"how": "given"}, replace(EMPTY, code=Code("issued", "x", 1)), LOOK),
    ("code", {"how": "issued"}, replace(EMPTY, code=Code("issued", "x", 1)), DONE),
    ("heard_out", {}, EMPTY, LOOK),
    ("heard_out", {}, Content(story=(*STORY, Heard("bye"))), DONE),
]


@pytest.fixture
def script() -> Script:
    return version("returning", 1)


@pytest.mark.parametrize(("check", "settings", "content", "found"), CASES)
def test_each_answer(script: Script, check: str, settings: dict[str, Any], content: Content, found: Found) -> None:
    (finding,) = look_back(content, replace(script, expects=(Expectation(check, "Because.", settings),)))
    assert finding.found == found
    assert finding.why == "Because."
    assert finding.title == settings.get("title", CHECKS[check].title)


def test_every_check_is_tried() -> None:
    assert {case[0] for case in CASES} == set(CHECKS)


def test_nothing_is_scored(script: Script) -> None:
    """No number, no share, no praise: words only, in the order of the script."""
    findings = look_back(EMPTY, script)
    assert [finding.why for finding in findings] == [expected.why for expected in script.expects]
    text = " ".join(f"{finding.title} {finding.words}" for finding in findings)
    assert not re.search(r"\d|%|score|correct|wrong|failed|well done|!", text, re.I)
