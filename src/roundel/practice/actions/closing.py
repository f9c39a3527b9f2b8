"""Beginning, finishing and removing practice calls, and what is thought and said about them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from roundel.access.grants import Asker
from roundel.audit import actions as audit
from roundel.audit.actions import Actor
from roundel.helpline import contact_form
from roundel.helpline.enums import Ending, Nature
from roundel.helpline.written import Written
from roundel.kernel.errors import InvalidInput, NotFound
from roundel.kernel.references import store_with_reference
from roundel.kernel.texts import check_choice, kept_text, needed_text
from roundel.practice import rules, script
from roundel.practice.actions.records import locked, note, opened
from roundel.practice.content import Content, Heard
from roundel.practice.enums import Threshold
from roundel.practice.models import PracticeCall, PracticeComment
from roundel.practice.states import PRACTICE_CALL

PREFIX = "X"
KEPT_FOR = dt.timedelta(days=90)


@transaction.atomic
def begin_call(*, by: Asker, at: dt.datetime, name: str) -> PracticeCall:
    """Begin a practice call with the newest version of a scripted caller; NotFound if there is none of this name."""
    rules.check_may_practise(by)
    told = script.latest(name)
    if told is None:
        raise NotFound
    content = Content(story=(Heard(told.first),), written=Written(answers={"channel": told.channel}))
    call = PracticeCall(
        user_id=by.signed_in_id(),
        script=told.script,
        script_version=told.version,
        form_version=contact_form.current(timezone.localtime(at).date()).version,
        started_at=at,
        content=content.as_data(),
    )
    stored = store_with_reference(call, PREFIX)
    note(by, at, "begun", stored, script=told.script)
    return stored


@transaction.atomic
def finish_call(*, by: Asker, at: dt.datetime, call: PracticeCall, ending: str, threshold: str) -> None:
    """Finish a practice call with its coded ending, and with what one would do about a threshold decision."""
    held, content = opened(by, call.pk)
    step = PRACTICE_CALL.check(held.state, "finish")
    for question, message in contact_form.version(held.form_version).problems(content.written.answers):
        raise InvalidInput(question, message)
    check_choice("ending", ending, Ending.values, "Choose how the contact ended.")
    check_choice("threshold", threshold, Threshold.values, "Choose what you would do.")
    _close(held, replace(content, ending=ending, threshold=threshold), step.to, at)
    note(by, at, "finished", held)


@transaction.atomic
def count_call(*, by: Asker, at: dt.datetime, call: PracticeCall, nature: str) -> None:
    """Count a practice call in which nobody spoke, and nothing else."""
    held, content = opened(by, call.pk)
    natures = [each for each in Nature.values if each != Nature.CONVERSATION]
    check_choice("nature", nature, natures, "Choose what kind of call it was.")
    rules.check_may_count(content)
    step = PRACTICE_CALL.check(held.state, "count")
    _close(held, replace(content, nature=nature), step.to, at)
    note(by, at, "counted", held, nature=nature)


@transaction.atomic
def reflect(*, by: Asker, at: dt.datetime, call: PracticeCall, words: str, shared: bool) -> None:
    """Keep one's own thoughts about a finished practice call; supervisors read them only if they are shared."""
    held = locked(by, call.pk)
    rules.check_may_reflect(by, held)
    held.reflection = kept_text("words", words)
    held.reflection_shared = shared and held.reflection is not None
    held.save(update_fields=["reflection", "reflection_shared"])
    note(by, at, "reflected", held, shared=held.reflection_shared)


@transaction.atomic
def comment(*, by: Asker, at: dt.datetime, call: PracticeCall, words: str) -> PracticeComment:
    """Say something to somebody's finished practice call, which is thereby looked at."""
    held = locked(by, call.pk)
    rules.check_may_comment(by, held)
    text = needed_text("words", words, "Write what you would like to say.")
    made = PracticeComment.objects.create(call=held, words=text, written_at=at, written_by_id=by.signed_in_id())
    _set_reviewed(held, by, at)
    note(by, at, "commented", held)
    return made


@transaction.atomic
def note_reviewed(*, by: Asker, at: dt.datetime, call: PracticeCall) -> None:
    """Note that one has looked at somebody's practice call and has nothing to add."""
    held = locked(by, call.pk)
    rules.check_may_comment(by, held)
    _set_reviewed(held, by, at)
    note(by, at, "reviewed", held)


@transaction.atomic
def note_comments_seen(*, by: Asker, at: dt.datetime, call: PracticeCall) -> None:
    """Note that the comments on one's own practice call have been read."""
    held = locked(by, call.pk)
    rules.check_own(by, held)
    held.comments.filter(seen_at__isnull=True, written_at__lte=at).update(seen_at=at)
    note(by, at, "comments_seen", held)


@transaction.atomic
def remove_call(*, by: Asker, at: dt.datetime, call: PracticeCall) -> None:
    """Delete one's own practice call with everything in it and all that was said to it."""
    held = locked(by, call.pk)
    rules.check_own(by, held)
    note(by, at, "removed", held)
    held.delete()


@transaction.atomic
def remove_old_calls(*, by: Actor, at: dt.datetime) -> int:
    """Delete, unread, every practice call that was begun ninety days ago; how many. One event for all."""
    old = PracticeCall.objects.filter(started_at__lte=at - KEPT_FOR)
    count = old.count()
    if count:
        old.delete()
        audit.record(by=by, at=at, event="practice.call.expired", kind=rules.KIND, detail={"count": count})
    return count


def _close(call: PracticeCall, content: Content, state: str, at: dt.datetime) -> None:
    call.content, call.state, call.finished_at = content.as_data(), state, at
    call.ended_at = call.ended_at or at
    call.save(update_fields=["content", "state", "finished_at", "ended_at"])


def _set_reviewed(call: PracticeCall, by: Asker, at: dt.datetime) -> None:
    call.reviewed_at, call.reviewed_by_id = at, by.signed_in_id()
    call.save(update_fields=["reviewed_at", "reviewed_by"])
