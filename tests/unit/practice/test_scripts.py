"""The scripts: whole, kind, covering who calls; and the guard that refuses one that contradicts itself."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roundel.correspondence.codes import normalise
from roundel.helpline import contact_form
from roundel.practice import script_checks
from roundel.practice.enums import Threshold
from roundel.practice.feedback import CHECKS
from roundel.practice.script import FOLDER, BadScript, Branch, Reply, Script, Step, all_scripts, current, read, version
from roundel.practice.views.steps import TYPING

ROOT = Path(__file__).resolve().parents[3]
FOLDER_OF_SCRIPTS = ROOT / "src" / "roundel" / "practice" / FOLDER
# Labels for people, and words that a script does not need.
UNKIND = re.compile(
    r"paedophile|pervert|predator|offender|abuser|monster|perpetrator|victim|groomer|\bsex|naked|nude", re.I
)
MOST_PATHS = 20_000


def everything() -> list[Script]:
    return list(all_scripts().values())


def paths(script: Script, at: str = "") -> Iterator[tuple[str, ...]]:
    """Every way through a story, whatever is done on the screen meanwhile."""
    step = script.steps[at or script.first]
    if step.ends:
        yield (step.id,)
    for to in dict.fromkeys(step.ways()):
        yield from ((step.id, *rest) for rest in paths(script, to))


@pytest.mark.parametrize("script", everything(), ids=lambda script: f"{script.script}-{script.version}")
class TestInstalled:
    """Every script that is installed."""

    def test_it_has_no_fault(self, script: Script) -> None:
        assert list(script_checks.problems(script)) == []

    def test_every_way_through_it_ends(self, script: Script) -> None:
        ways = list(itertools.islice(paths(script), MOST_PATHS))
        assert 0 < len(ways) < MOST_PATHS
        assert all(script.steps[way[-1]].ends for way in ways)
        assert {step for way in ways for step in way} == set(script.steps)

    def test_its_words_are_kind(self, script: Script) -> None:
        text = (FOLDER_OF_SCRIPTS / f"{script.script}-{script.version}.yaml").read_text(encoding="utf-8")
        assert not UNKIND.search(text), UNKIND.findall(text)
        assert "!" not in text

    def test_its_title_says_nothing_of_what_it_is_about(self, script: Script) -> None:
        assert len(script.title) < 50
        assert not re.search(r"danger|abuse|tablet|suicid|threshold|image|arrest", script.title, re.I)

    def test_the_caller_says_the_code_that_works(self, script: Script) -> None:
        if script.before is None:
            return
        said = " ".join(step.says for step in script.steps.values())
        runs = re.findall(r"\d{4}(?:[ ,]+\d{4}){3}", said)
        assert normalise(script.before.code) in {re.sub(r"\D", "", run) for run in runs}

    def test_the_feedback_begins_before_the_story_is_over(self, script: Script) -> None:
        """A step before which something is to be done comes late enough that it can be done."""
        for expected in script.expects:
            assert expected.settings.get("before") != script.first


def test_there_is_a_caller_of_each_group_and_of_each_kind() -> None:
    wanted = set(contact_form.all_forms()["contact-1"]["group"].options)
    found = {group for script in current() for each in script.expects for group in each.settings.get("groups", ())}
    assert found == wanted
    checks = {each.check for script in current() for each in script.expects}
    assert {"counted", "asked_after", "danger", "not_read_back", "names", "threshold"} <= checks
    assert {script.threshold for script in current()} == {Threshold.YES, Threshold.NO}


def test_the_names_in_the_scripts_name_nobody_twice() -> None:
    """The code of one caller is not that of another."""
    codes = [normalise(script.before.code) for script in current() if script.before]
    assert len(codes) == len(set(codes)) == 2


def test_what_may_be_read_stands_in_the_guide() -> None:
    guide = (ROOT / "docs" / "how-to" / "practitioner.md").read_text(encoding="utf-8")
    headings = re.findall(r"^#+ (.*)$", guide, re.M)
    assert {check.read for check in CHECKS.values()} <= set(headings)


def test_the_guide_for_writers_names_every_check() -> None:
    guide = (ROOT / "docs" / "how-to" / "practice-scripts.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `(\w+)` \|", guide, re.M)) == set(CHECKS)


def test_the_screen_sends_nothing_by_the_name_of_a_question() -> None:
    for form in contact_form.all_forms().values():
        assert not TYPING.not_typed & {question.id for question in form.questions}


def test_the_list_goes_from_easy_to_demanding_and_has_the_newest_only() -> None:
    listed = current()
    levels = [script.level for script in listed]
    assert levels == sorted(levels, key=["beginning", "usual", "demanding"].index)
    assert len({script.script for script in listed}) == len(listed) >= 6


def test_a_version_that_is_gone_is_said() -> None:
    with pytest.raises(BadScript, match="no script 'first_call', version 99"):
        version("first_call", 99)


# -- the guard


@pytest.fixture
def whole() -> dict[str, Any]:
    """The data of a script without a fault."""
    data: dict[str, Any] = yaml.safe_load((FOLDER_OF_SCRIPTS / "returning-1.yaml").read_text(encoding="utf-8"))
    return data


@pytest.mark.parametrize(
    ("place", "value", "words"),
    [
        (("level",), "hard", "the level is one of"),
        (("threshold",), True, "the threshold is one of"),
        (("channel",), "pigeon", "the channel is none"),
        (("practises",), [], "says what it practises"),
        (("script",), "Returning Caller", "a short word"),
        (("steps", "bye", "then"), "ring", "a dead end"),
        (("steps", "bye", "ends"), False, "a dead end"),
        (("steps", "code", "then"), "nowhere", "which is no step"),
        (("steps", "changed", "then"), "ring", "comes back to"),
        (("steps", "extra"), {"says": "Hello?", "ends": True}, "no way leads to extra"),
        (("steps", "ring", "says"), "", "somebody says something"),
        (("steps", "ring", "says"), "a" * 701, "at most 700"),
        (("steps", "filter", "replies"), [{"words": "Yes", "to": "changed"}], "two or three replies"),
        (("steps", "statement", "when"), [{"done": "sung", "to": "code"}], "a branch asks once for one of"),
        (("before", "code"), "3507 1826 4905 1738", "is no code"),
        (("before", "actions"), [], "nothing was agreed before"),
        (("expects",), [{"check": "charm", "why": "x"}], "there is no such check"),
        (("expects",), [{"check": "group", "why": "x"}], "it needs groups"),
        (("expects",), [{"check": "notes", "why": "x", "good": [1]}], "takes no more than it knows"),
        (("expects",), [{"check": "group", "why": "x", "groups": ["martian"]}], "not there: groups"),
        (("expects",), [{"check": "statement", "why": "x", "before": "never"}], "not there: before"),
        (("expects",), [{"check": "not_read_back", "why": "x", "step": "agreed", "good": [7]}], "not there: good"),
        (("expects",), [{"check": "not_read_back", "why": "x", "step": "bye", "good": [0]}], "not there: step, good"),
        (("expects",), [{"check": "counted", "why": "x", "nature": "conversation"}], "not there: nature"),
    ],
)
def test_a_fault_is_noticed_and_named(whole: dict[str, Any], place: tuple[str, ...], value: object, words: str) -> None:
    script_checks.check(read(whole, "whole"))  # without the fault it passes
    where = whole
    for name in place[:-1]:
        where = where[name]
    where[place[-1]] = value
    broken = read(whole, "whole")
    assert any(words in problem for problem in script_checks.problems(broken)), list(script_checks.problems(broken))
    with pytest.raises(BadScript, match="-1: "):
        script_checks.check(broken)


@pytest.mark.parametrize("missing", ["steps", "title", "facts", "expects", "level"])
def test_a_part_that_is_missing_is_named(whole: dict[str, Any], missing: str) -> None:
    del whole[missing]
    with pytest.raises(BadScript, match=missing):
        read(whole, "whole")


def test_a_part_that_nobody_knows_is_named(whole: dict[str, Any]) -> None:
    whole["score"] = 10
    with pytest.raises(BadScript, match="score"):
        read(whole, "whole")


NAMES = ("a", "b", "c", "d", "e")


@st.composite
def stories(draw: st.DrawFn) -> dict[str, Step]:
    """Steps that lead anywhere among five, or end."""
    made = {}
    for name in NAMES[: draw(st.integers(1, len(NAMES)))]:
        to = st.sampled_from(NAMES)
        match draw(st.sampled_from(["ends", "then", "when", "replies"])):
            case "ends":
                made[name] = Step(name, says="x", ends=True)
            case "then":
                made[name] = Step(name, says="x", then=draw(to))
            case "when":
                made[name] = Step(name, says="x", when=(Branch("danger", draw(to)),), then=draw(to))
            case _:
                made[name] = Step(name, says="x", replies=(Reply("1", draw(to)), Reply("2", draw(to))))
    return made


def walked(steps: dict[str, Step]) -> bool:
    """Whether every walk from the first step comes to an end within as many steps as there are, and none is left out.

    Slow and plain: every walk is walked.
    """
    seen: set[str] = set()

    def walk(name: str, length: int) -> bool:
        if name not in steps or length > len(steps):
            return False
        seen.add(name)
        return steps[name].ends or all(walk(to, length + 1) for to in steps[name].ways())

    return walk("a", 1) and seen == set(steps)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(stories())
def test_the_guard_agrees_with_walking_every_way(steps: dict[str, Step]) -> None:
    script = replace(version("silent", 1), steps=steps, first="a", expects=())
    faults = [each for each in script_checks.problems(script) if "what it expects" not in each]
    assert (faults == []) == walked(steps), faults
