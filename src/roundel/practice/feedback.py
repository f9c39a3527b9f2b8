"""Looking back at a practice call: what was recorded, held against what the script expects.

Each check says done, not done, or worth another look, with the reason and where to read more. There is no
score and no order of merit: the words are for the one who practised.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from roundel.helpline.enums import NamedAs, Nature
from roundel.practice.content import GIVEN, ISSUED, Content
from roundel.practice.enums import Threshold
from roundel.practice.script import Expectation, Script


class Found(StrEnum):
    """What a check found."""

    DONE = "Done"
    NOT_DONE = "Not done"
    LOOK = "Worth another look"


@dataclass(frozen=True)
class Finding:
    """One line of the feedback."""

    found: Found
    title: str
    words: str
    why: str
    read: str


Judged = tuple[Found, str]
Judge = Callable[[Content, Script, Mapping[str, Any]], Judged]


@dataclass(frozen=True)
class Check:
    """One thing that can be looked at. ``needs`` are settings a script must give, ``takes`` those it may give."""

    title: str
    read: str
    judge: Judge
    needs: frozenset[str] = frozenset()
    takes: frozenset[str] = frozenset()


def look_back(content: Content, script: Script) -> list[Finding]:
    """Every expectation of the script, in its order, and what became of it."""
    return [_finding(content, script, each) for each in script.expects]


def _finding(content: Content, script: Script, expected: Expectation) -> Finding:
    check = CHECKS[expected.check]
    found, words = check.judge(content, script, expected.settings)
    return Finding(found, expected.settings.get("title", check.title), words, expected.why, check.read)


def _in_time(heard: int, content: Content, settings: Mapping[str, Any]) -> bool:
    """Whether something was done before the step that the script names had been heard (or it never came)."""
    place = next((at for at, line in enumerate(content.story, 1) if line.step == settings.get("before")), None)
    return place is None or heard < place


def _statement(content: Content, script: Script, settings: Mapping[str, Any]) -> Judged:
    if content.said is None:
        return Found.NOT_DONE, "The statement is not noted as said."
    if not _in_time(content.said.heard, content, settings):
        return Found.LOOK, "You said it, and by then they had told you a good deal."
    return Found.DONE, "You said it before they told you more."


def _group(content: Content, script: Script, settings: Mapping[str, Any]) -> Judged:
    chosen = content.written.answers.get("group", "")
    if not chosen:
        return Found.NOT_DONE, "Nothing is chosen for who was in touch."
    if chosen not in settings["groups"]:
        return Found.LOOK, "You chose another group than the script has in mind. You may have had a good reason."
    return Found.DONE, "You chose who was in touch."


def _agreed(content: Content, script: Script, settings: Mapping[str, Any]) -> Judged:
    if not content.agreed:
        return Found.NOT_DONE, "No action is noted."
    wanted = settings.get("kinds")
    fitting = [each for each in content.agreed if not wanted or each.kind in wanted]
    if not fitting:
        return Found.LOOK, "You noted an action, of another kind than came up in the call."
    if not any(each.words for each in fitting):
        return Found.LOOK, "You noted what was agreed, without their own words."
    return Found.DONE, "You noted an action in their own words."


def _asked_after(content: Content, script: Script, settings: Mapping[str, Any]) -> Judged:
    there = {each.id for each in script.before.actions} if script.before else set()
    asked = {each.about for each in content.asked}
    if not asked:
        return Found.NOT_DONE, "What was agreed before is not asked after."
    if asked != there:
        return Found.LOOK, "You asked after a part of what was agreed before."
    return Found.DONE, "You asked after everything that was agreed before."


def _danger(content: Content, script: Script, settings: Mapping[str, Any]) -> Judged:
    if content.danger is None:
        return Found.NOT_DONE, "Nobody is marked as in danger now."
    if not _in_time(content.danger.heard, content, settings):
        return Found.LOOK, "You marked it, after some time had gone by."
    return Found.DONE, "You marked it as soon as you heard."


def _no_danger(content: Content, script: Script, settings: Mapping[str, Any]) -> Judged:
    if content.danger is not None:
        return Found.LOOK, "You marked that somebody is in danger now. It is never wrong to ask; see the reason."
    return Found.DONE, "You did not mark a danger."


def _threshold(content: Content, script: Script, settings: Mapping[str, Any]) -> Judged:
    if content.threshold == script.threshold:
        return Found.DONE, f"You answered: {Threshold(content.threshold).label}."
    if content.threshold:
        return Found.LOOK, f"You answered: {Threshold(content.threshold).label}."
    return Found.NOT_DONE, "You gave no answer about a threshold decision."


def _names(content: Content, script: Script, settings: Mapping[str, Any]) -> Judged:
    noted = {each.named_as for each in content.named}
    if settings["named"] in noted:
        return Found.DONE, f"You noted the name of {NamedAs(settings['named']).label.lower()}."
    if noted or content.written.identifying:
        return Found.LOOK, "You kept details that identify, and not the name as that of the one it is."
    return Found.NOT_DONE, "No name is noted."


def _no_names(content: Content, script: Script, settings: Mapping[str, Any]) -> Judged:
    if content.named or content.written.identifying:
        return Found.LOOK, "You kept details that identify somebody."
    return Found.DONE, "You kept nothing that identifies anybody."


def _reply(content: Content, script: Script, settings: Mapping[str, Any]) -> Judged:
    chosen = next((line.reply for line in content.story if line.step == settings["step"]), None)
    if chosen is None:
        return Found.NOT_DONE, "The call did not come to this point."
    words = f"You said: “{script.steps[settings['step']].replies[chosen].words}”"
    return (Found.DONE if chosen in settings["good"] else Found.LOOK), words


def _counted(content: Content, script: Script, settings: Mapping[str, Any]) -> Judged:
    if not content.nature:
        return Found.NOT_DONE, "The call was finished as a conversation."
    words = f"You counted it: {Nature(content.nature).label.lower()}."
    return (Found.DONE if content.nature == settings["nature"] else Found.LOOK), words


def _notes(content: Content, script: Script, settings: Mapping[str, Any]) -> Judged:
    if not content.written.notes:
        return Found.NOT_DONE, "There are no notes."
    return Found.DONE, "You wrote notes. Hold them against what a good record holds, below."


def _code(content: Content, script: Script, settings: Mapping[str, Any]) -> Judged:
    wanted, done, missing = {
        GIVEN: (GIVEN, "You looked up their code.", "Their code is not looked up."),
        ISSUED: (ISSUED, "You offered a code.", "No code was offered."),
    }[settings["how"]]
    if content.code is None:
        return Found.NOT_DONE, missing
    return (Found.DONE, done) if content.code.how == wanted else (Found.LOOK, "You issued a new code.")


def _heard_out(content: Content, script: Script, settings: Mapping[str, Any]) -> Judged:
    if content.story and script.steps[content.story[-1].step].ends:
        return Found.DONE, "You stayed until the call had come to its end."
    return Found.LOOK, "You finished before the call had come to its end. There was more to hear."


def _of(*names: str) -> frozenset[str]:
    return frozenset(names)


TALK, AGREED, CODES = "While they talk", "Asking after what was agreed", "Caller codes"
DANGER, FINISH, BEGIN = "Somebody is in danger now", "Finish", "Begin"
# By the names that scripts use. What may be read is a heading of docs/how-to/practitioner.md; a test looks for it.
CHECKS: Mapping[str, Check] = {
    "statement": Check("The statement comes first", TALK, _statement, takes=_of("before")),
    "group": Check("Who was in touch", TALK, _group, needs=_of("groups")),
    "agreed": Check("An action, in their words", AGREED, _agreed, takes=_of("kinds")),
    "asked_after": Check("What was agreed before is asked after", AGREED, _asked_after),
    "danger": Check("Danger is noticed", DANGER, _danger, takes=_of("before")),
    "no_danger": Check("No danger now", DANGER, _no_danger),
    "threshold": Check("A threshold to think about", DANGER, _threshold),
    "names": Check("A name that was said", TALK, _names, needs=_of("named")),
    "no_names": Check("Nothing that identifies", TALK, _no_names),
    "reply": Check("What you said", TALK, _reply, needs=_of("title", "step", "good")),
    "not_read_back": Check("Notes are not read back", CODES, _reply, needs=_of("step", "good")),
    "counted": Check("A call in which nobody spoke", BEGIN, _counted, needs=_of("nature")),
    "notes": Check("Notes", FINISH, _notes),
    "code": Check("The caller code", CODES, _code, needs=_of("how")),
    "heard_out": Check("Hearing them out", TALK, _heard_out),
}
