"""Reading practice calls: one's own, and for supervisors those of others that are finished."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, QuerySet

from roundel.access import scopes
from roundel.access.grants import Asker
from roundel.audit import actions as audit
from roundel.helpline.queries import TakeScreen
from roundel.practice import rules, script
from roundel.practice.content import Content
from roundel.practice.enums import State
from roundel.practice.feedback import Finding, look_back
from roundel.practice.models import PracticeCall, PracticeComment
from roundel.practice.queries.memory import Line, as_contact, told_so_far
from roundel.practice.script import Script

PAGE = 20
MOST_UNFINISHED = 20


@dataclass(frozen=True)
class Listed:
    """A practice call in a list, with its caller's title and whether somebody has commented on it."""

    call: PracticeCall
    title: str
    commented: bool


@dataclass(frozen=True)
class CallPage:
    """Everything on the page that looks back at a practice call."""

    call: PracticeCall
    script: Script
    content: Content
    seen: TakeScreen
    lines: list[Line]
    findings: list[Finding]
    comments: list[PracticeComment]
    mine: bool
    reflection: str


def visible_to(asker: Asker) -> QuerySet[PracticeCall]:
    """The practice calls that the asker may know of; every read begins here."""
    return scopes.visible(asker, rules.KIND, PracticeCall.objects.all())


def get_call(asker: Asker, reference: str) -> PracticeCall:
    """The practice call with this reference, or a refusal; to be changed, or confirmed, not to be shown."""
    return scopes.get_visible(
        asker, rules.KIND, PracticeCall.objects.select_related("user", "reviewed_by"), reference=reference
    )


def get_own(asker: Asker, reference: str) -> PracticeCall:
    """One's own practice call."""
    call = get_call(asker, reference)
    rules.check_own(asker, call)
    return call


def get_for_writing(asker: Asker, reference: str) -> PracticeCall:
    """One's own practice call that is not finished; to be changed, not to be shown."""
    call = get_call(asker, reference)
    rules.check_may_write(asker, call)
    return call


def read_call(asker: Asker, *, at: dt.datetime, reference: str) -> CallPage:
    """A practice call to look back at; the look is recorded. A reflection that is not shared is its writer's alone."""
    call = get_call(asker, reference)
    rules.check_may_read(asker, call)
    told, content = script.version(call.script, call.script_version), Content.from_data(call.content)
    mine = call.user_id == asker.user_id
    page = CallPage(
        call=call,
        script=told,
        content=content,
        seen=as_contact(call, content, at),
        lines=told_so_far(call, content),
        findings=look_back(content, told) if call.state != State.TAKING else [],
        comments=list(call.comments.select_related("written_by").order_by("written_at", "id")),
        mine=mine,
        reflection=(call.reflection or "") if mine or call.reflection_shared else "",
    )
    note_look(asker, at, call)
    return page


def note_look(asker: Asker, at: dt.datetime, call: PracticeCall) -> None:
    """Record that the asker looked at this practice call."""
    audit.record_look(
        by=asker,
        at=at,
        event="practice.call.read",
        kind=rules.KIND,
        object_id=call.pk,
        reference=call.reference,
    )


def unfinished(asker: Asker) -> list[Listed]:
    """One's own practice calls that can be gone on with, the newest first."""
    mine = visible_to(asker).filter(user=asker.user_id, state=State.TAKING)
    return [_listed(call) for call in _for_list(mine).order_by("-started_at", "-id")[:MOST_UNFINISHED]]


def own(asker: Asker, page: str | int = 1) -> Page[Listed]:
    """One's own finished practice calls, the newest first."""
    mine = visible_to(asker).filter(user=asker.user_id).exclude(state=State.TAKING)
    return _page(_for_list(mine).order_by("-started_at", "-id"), page)


def of_others(asker: Asker, *, at: dt.datetime, page: str | int = 1) -> Page[Listed]:
    """The finished practice calls of others, the newest first; the look is recorded. Refused without the permission."""
    rules.check_may_review(asker)
    others = visible_to(asker).exclude(state=State.TAKING).exclude(user=asker.user_id).select_related("user")
    found = _page(_for_list(others).order_by("-finished_at", "-id"), page)
    audit.record_look(by=asker, at=at, event="practice.list.read", kind="practice.list")
    return found


def _for_list(calls: QuerySet[PracticeCall]) -> QuerySet[PracticeCall]:
    commented = Exists(PracticeComment.objects.filter(call=OuterRef("pk")))
    return calls.defer("content", "reflection").annotate(commented=commented)


def _page(calls: QuerySet[PracticeCall], page: str | int) -> Page[Listed]:
    found = Paginator(calls, PAGE).get_page(page)
    return Page([_listed(call) for call in found.object_list], found.number, found.paginator)  # type: ignore[arg-type]


def _listed(call: PracticeCall) -> Listed:
    commented: bool = getattr(call, "commented", False)
    return Listed(call, script.version(call.script, call.script_version).title, commented)
