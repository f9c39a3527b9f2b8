"""What is done step by step in a practice call. The same as in a contact, kept in the practice call alone."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from roundel.access.grants import Asker
from roundel.correspondence.actions import NotRecognised
from roundel.correspondence.aliases import random_alias
from roundel.correspondence.codes import new_code, normalise
from roundel.helpline import confidentiality, contact_form, names
from roundel.helpline import rules as helpline
from roundel.helpline.enums import Acknowledged, NamedAs
from roundel.helpline.written import Agreed, Answer, Written, conflict
from roundel.kernel.errors import InvalidInput, NotFound, Refused
from roundel.kernel.ids import new_id
from roundel.kernel.texts import check_choice, kept_text
from roundel.practice import rules, script
from roundel.practice.actions.records import keep_step, opened, without
from roundel.practice.content import GIVEN, ISSUED, Agreement, Asked, Code, Danger, Heard, Name, Said
from roundel.practice.models import PracticeCall


@transaction.atomic
def go_on(*, by: Asker, at: dt.datetime, call: PracticeCall, heard: str, reply: int | None = None) -> None:
    """Hear the caller's next line: after one's reply, or by what has been done so far.

    ``heard`` is the line to which one goes on: sent twice, the second time is refused.
    """
    held, content = opened(by, call.pk)
    told, last = script.version(held.script, held.script_version), content.story[-1]
    if last.step != heard:
        raise Refused("You have gone on already. This is what was said since.")
    if told.steps[last.step].ends:
        raise Refused("The call has come to its end. Write it up, then finish.")
    following = told.after(last.step, reply, content.progress())
    if not following:
        raise Refused("Choose what you would say.")
    chosen = reply if told.steps[last.step].replies else None
    story = (*content.story[:-1], replace(last, reply=chosen), Heard(following))
    keep_step(by, at, held, replace(content, story=story), "went_on")


@transaction.atomic
def save_call(*, by: Asker, at: dt.datetime, call: PracticeCall, written: Written, base_version: int) -> None:
    """Save answers, notes and details that identify, as in a contact. Conflict if they were saved in another window."""
    held, content = opened(by, call.pk)
    form = contact_form.version(held.form_version)
    sent = written.kept()
    sent.check_admitted(form)
    if sent.identifying:
        rules.check_may_identify(content)
    if sent != content.written and base_version != held.version:
        raise conflict(form, content.written, sent, held.version)
    held.version += sent != content.written
    keep_step(by, at, held, replace(content, written=sent), "saved")


@transaction.atomic
def say_statement(*, by: Asker, at: dt.datetime, call: PracticeCall, acknowledged: str) -> None:
    """Note that the statement in force was said, and how it was met. Said again, only the latter changes."""
    held, content = opened(by, call.pk)
    check_choice("acknowledged", acknowledged, Acknowledged.values, "Choose how they met the statement.")
    version = confidentiality.current(timezone.localtime(at).date()).version
    said = content.said or Said(at, version, acknowledged, content.heard)
    keep_step(by, at, held, replace(content, said=replace(said, acknowledged=acknowledged)), "statement")


@transaction.atomic
def take_back_statement(*, by: Asker, at: dt.datetime, call: PracticeCall) -> None:
    """Note that the statement was not said after all; refused once something that identifies is kept."""
    held, content = opened(by, call.pk)
    rules.check_may_unsay(content)
    keep_step(by, at, held, replace(content, said=None), "statement_unsaid")


@transaction.atomic
def enter_code(*, by: Asker, at: dt.datetime, call: PracticeCall, code: str) -> None:
    """Recognise the code of the scripted caller. Real codes are neither asked for nor known here.

    Raises InvalidInput (``code``) for any other.
    """
    held, content = opened(by, call.pk)
    before = script.version(held.script, held.script_version).before
    digits = normalise(code)
    if content.code is not None:
        raise InvalidInput("code", "This practice call belongs to a code already. Untie that one first.")
    if before is None or digits is None or digits != normalise(before.code):
        raise InvalidInput("code", NotRecognised(mistyped=digits is None, attempts_left=0).message)
    keep_step(by, at, held, replace(content, code=Code(GIVEN, _alias(before.alias), content.heard)), "code_given")


@transaction.atomic
def issue_code(*, by: Asker, at: dt.datetime, call: PracticeCall) -> tuple[str, str]:
    """An alias and a code for practice: the code is shown once, kept nowhere and opens nothing."""
    held, content = opened(by, call.pk)
    if content.code is not None:
        raise Refused("A code has been issued or entered in this practice call already. It is shown only once.")
    alias = _alias(random_alias())
    keep_step(by, at, held, replace(content, code=Code(ISSUED, alias, content.heard)), "code_issued")
    return alias, new_code()


@transaction.atomic
def untie_code(*, by: Asker, at: dt.datetime, call: PracticeCall) -> None:
    """Untie the practice call from its code."""
    held, content = opened(by, call.pk)
    rules.check_may_untie(content)
    keep_step(by, at, held, replace(content, code=None), "code_untied")


@transaction.atomic
def agree_action(*, by: Asker, at: dt.datetime, call: PracticeCall, agreed: Agreed) -> None:
    """Keep what the scripted caller will do, coded and in his own words, by when."""
    held, content = opened(by, call.pk)
    helpline.check_agreed(agreed, began=held.started_at)
    words = kept_text("words", agreed.words) or ""
    agreement = Agreement(new_id(), agreed.kind, agreed.actor, words, agreed.by_when, at, content.heard)
    keep_step(by, at, held, replace(content, agreed=(*content.agreed, agreement)), "agreed")


@transaction.atomic
def withdraw_action(*, by: Asker, at: dt.datetime, call: PracticeCall, action_id: uuid.UUID) -> None:
    """Take back an action that was agreed in this practice call."""
    held, content = opened(by, call.pk)
    keep_step(by, at, held, replace(content, agreed=without(content.agreed, action_id)), "withdrawn")


@transaction.atomic
def ask_after(*, by: Asker, at: dt.datetime, call: PracticeCall, action_id: uuid.UUID, answer: Answer) -> None:
    """Keep what was answered when an earlier action of the script was asked after; a later answer replaces it."""
    held, content = opened(by, call.pk)
    about = _earlier(held, action_id)
    if content.code is None or content.code.how != GIVEN:
        raise Refused("Look up their code first: it brings up what was agreed.")
    helpline.check_answer(answer)
    words = kept_text("words", answer.words) or ""
    asked = Asked(about, answer.outcome, helpline.why_of(answer), words, at)
    others = tuple(each for each in content.asked if each.about != about)
    keep_step(by, at, held, replace(content, asked=(*others, asked)), "asked_after")


@transaction.atomic
def take_back_answer(*, by: Asker, at: dt.datetime, call: PracticeCall, action_id: uuid.UUID) -> None:
    """Take back what was said about an earlier action: it could not be asked after, or was a slip."""
    held, content = opened(by, call.pk)
    about = _earlier(held, action_id)
    others = tuple(each for each in content.asked if each.about != about)
    keep_step(by, at, held, replace(content, asked=others), "answer_taken_back")


@transaction.atomic
def name_person(*, by: Asker, at: dt.datetime, call: PracticeCall, name: str, named_as: str) -> None:
    """Keep a name that was said. No fingerprint is made of it, so that no search finds it."""
    held, content = opened(by, call.pk)
    rules.check_may_identify(content)
    check_choice("named_as", named_as, NamedAs.values, "Choose who this is.")
    named = Name(new_id(), names.kept(name), named_as, at)
    keep_step(by, at, held, replace(content, named=(*content.named, named)), "named")


@transaction.atomic
def remove_name(*, by: Asker, at: dt.datetime, call: PracticeCall, named_id: uuid.UUID) -> None:
    """Remove a name from a practice call."""
    held, content = opened(by, call.pk)
    keep_step(by, at, held, replace(content, named=without(content.named, named_id)), "name_removed")


@transaction.atomic
def mark_danger(*, by: Asker, at: dt.datetime, call: PracticeCall) -> None:
    """Note that one would have marked a danger. Nobody is told. Marked again, the first time stands."""
    held, content = opened(by, call.pk)
    danger = content.danger or Danger(at, content.heard)
    keep_step(by, at, held, replace(content, danger=danger), "danger")


@transaction.atomic
def end_call(*, by: Asker, at: dt.datetime, call: PracticeCall) -> None:
    """Note that the conversation has ended; writing it up goes on."""
    held, content = opened(by, call.pk)
    if held.ended_at is not None:
        raise Refused("The end of this practice call is noted already.")
    held.ended_at = at
    keep_step(by, at, held, content, "ended")


@transaction.atomic
def resume_call(*, by: Asker, at: dt.datetime, call: PracticeCall) -> None:
    """Take back the noted end: the conversation goes on."""
    held, content = opened(by, call.pk)
    if held.ended_at is None:
        raise Refused("The conversation has not been noted as ended.")
    held.ended_at = None
    keep_step(by, at, held, content, "resumed")


def _alias(words: str) -> str:
    """An alias that nobody takes for that of a caller."""
    return f"Practice {words}"


def _earlier(call: PracticeCall, action_id: uuid.UUID) -> str:
    """The script's id of the earlier action with this id on the screen."""
    before = script.version(call.script, call.script_version).before
    found = [each.id for each in (before.actions if before else ()) if each.id_in(call.pk) == action_id]
    if not found:
        raise NotFound
    return found[0]
