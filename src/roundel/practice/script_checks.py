"""Refusing to start with a script that contradicts itself: unknown words, unreachable steps, dead ends, circles."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from roundel.correspondence.codes import normalise
from roundel.helpline import contact_form
from roundel.helpline.enums import ActionKind, Actor, NamedAs, Nature
from roundel.practice.content import GIVEN, ISSUED
from roundel.practice.enums import Threshold
from roundel.practice.feedback import CHECKS
from roundel.practice.script import LEVELS, BadScript, Expectation, Script, Step, all_scripts

ID = re.compile(r"^[a-z][a-z0-9_]{0,29}$")
PROGRESS = ("statement", "code", "agreed", "asked_after", "danger")
REPLIES = range(2, 4)
LONGEST_TURN = 700


def check_all() -> None:
    """Raise BadScript for the first fault of any installed script."""
    for script in all_scripts().values():
        check(script)


def check(script: Script) -> None:
    """Raise BadScript if the script has a fault, and say which."""
    for problem in problems(script):
        raise BadScript(f"{script.script}-{script.version}: {problem}")


def problems(script: Script) -> Iterator[str]:
    """Every fault of a script, in words."""
    yield from _head(script)
    for step in script.steps.values():
        yield from (f"step {step.id}: {fault}" for fault in _step(script, step))
    if all(to in script.steps for step in script.steps.values() for to in step.ways()):
        yield from _story(script)
    yield from _before(script)
    for expected in script.expects:
        yield from (f"expectation {expected.check}: {fault}" for fault in _expectation(script, expected))


def _head(script: Script) -> Iterator[str]:
    if not ID.match(script.script) or script.version < 1:
        yield "the id is a short word in small letters, and versions count from 1"
    if script.level not in LEVELS:
        yield f"the level is one of {', '.join(LEVELS)}"
    if script.threshold not in Threshold.values:
        yield f"the threshold is one of {', '.join(Threshold.values)}, in quotation marks"
    if not (script.practises and script.facts and script.expects):
        yield "a script says what it practises, what a good record holds, and what it expects"
    if any(script.channel not in form["channel"].options for form in contact_form.all_forms().values()):
        yield "the channel is none of the contact form"


def _step(script: Script, step: Step) -> Iterator[str]:
    if not ID.match(step.id):
        yield "the id is a short word in small letters"
    if not (step.says or step.happens) or len(step.says) + len(step.happens) > LONGEST_TURN:
        yield f"somebody says something, or something happens, in at most {LONGEST_TURN} characters"
    if [bool(step.replies), bool(step.then), step.ends].count(True) != 1 or (step.when and not step.then):
        yield "a dead end: a step has replies, or goes on (then), or ends, and just one of these"
    if step.replies and len(step.replies) not in REPLIES:
        yield "there are two or three replies to choose from"
    asked = [branch.done for branch in step.when]
    if len(asked) != len(set(asked)) or not set(asked) <= set(PROGRESS):
        yield f"a branch asks once for one of {', '.join(PROGRESS)}"
    for to in step.ways():
        if to not in script.steps:
            yield f"it leads to {to}, which is no step"


def _story(script: Script) -> Iterator[str]:
    """Steps that nobody can come to, and stories that go round in a circle."""
    reached: set[str] = set()
    circles: set[str] = set()

    def walk(step_id: str, behind: tuple[str, ...]) -> None:
        if step_id in behind:
            circles.add(step_id)
            return
        if step_id in reached:
            return
        for to in script.steps[step_id].ways():
            walk(to, (*behind, step_id))
        reached.add(step_id)

    walk(script.first, ())
    if lost := [name for name in script.steps if name not in reached]:
        yield f"no way leads to {', '.join(lost)}"
    if circles:
        yield f"the story comes back to {', '.join(sorted(circles))}"


def _before(script: Script) -> Iterator[str]:
    if script.before is None:
        return
    if normalise(script.before.code) is None:
        yield "the practice code is no code: sixteen digits, the last of which checks the others"
    ids = [each.id for each in script.before.actions]
    if len(ids) != len(set(ids)):
        yield "two earlier actions have one id"
    for each in script.before.actions:
        if each.kind not in ActionKind.values or each.actor not in Actor.values:
            yield f"the earlier action {each.id} has a kind or an actor that nobody knows"


def _expectation(script: Script, expected: Expectation) -> Iterator[str]:
    known = CHECKS.get(expected.check)
    if known is None:
        yield f"there is no such check; there are {', '.join(CHECKS)}"
        return
    given = set(expected.settings)
    if not known.needs <= given or not given <= known.needs | known.takes | {"title"}:
        yield f"it needs {', '.join(sorted(known.needs)) or 'nothing'}, and takes no more than it knows"
    elif wrong := [name for name, value in expected.settings.items() if not _fits(script, expected, name, value)]:
        yield f"these settings name something that is not there: {', '.join(wrong)}"
    if expected.check == "asked_after" and not (script.before and script.before.actions):
        yield "nothing was agreed before that could be asked after"


def _fits(script: Script, expected: Expectation, name: str, value: Any) -> bool:
    """Whether the value of a setting is of the right kind and names something that there is."""
    fits, kind = SETTINGS[name], list if name in SEVERAL else str
    return isinstance(value, kind) and bool(value) and fits(script, expected, value)


def _replied(script: Script, step_id: str) -> Step | None:
    """The step, if one chooses among replies there."""
    step = script.steps.get(step_id)
    return step if step is not None and step.replies else None


def _good(script: Script, expected: Expectation, replies: list[int]) -> bool:
    step = _replied(script, str(expected.settings.get("step")))
    return step is not None and set(replies) <= set(range(len(step.replies)))


SEVERAL = frozenset({"good", "groups", "kinds"})
SETTINGS: Mapping[str, Callable[[Script, Expectation, Any], bool]] = {
    "before": lambda script, expected, value: value in script.steps,
    "step": lambda script, expected, value: _replied(script, value) is not None,
    "good": _good,
    "groups": lambda script, expected, value: all(
        set(value) <= set(form["group"].options) for form in contact_form.all_forms().values()
    ),
    "kinds": lambda script, expected, value: set(value) <= set(ActionKind.values),
    "named": lambda script, expected, value: value in NamedAs.values,
    "nature": lambda script, expected, value: value in Nature.values and value != Nature.CONVERSATION,
    "how": lambda script, expected, value: value == ISSUED or (value == GIVEN and script.before is not None),
    "title": lambda script, expected, value: True,
}
