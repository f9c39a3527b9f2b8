"""Drawing a take screen: what is stored, what was typed, and what did not fit."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django import forms as django_forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone

from roundel.access.grants import Asker
from roundel.access.http import DeskRequest
from roundel.directory import queries as directory
from roundel.directory.enums import About
from roundel.directory.taxonomy import newest
from roundel.drafts.models import Draft
from roundel.drafts.queries import typed as typed_in
from roundel.helpline import queries
from roundel.helpline.enums import Nature
from roundel.helpline.forms import take as forms
from roundel.helpline.forms.pointing import SHOWN, FindForm, HeardForm, PointForm
from roundel.helpline.queries import TakeScreen
from roundel.helpline.views import drafting
from roundel.kernel import clock
from roundel.safeguarding.queries import about_source
from roundel.safeguarding.sources import Origin

Wrong = dict[str, django_forms.Form]
ANSWER, HEARD, POINT = "answer-", "heard-", "point_form"
BESIDE = ("agree-", "named-", "after-", "heard-", "point-", "find-")
MOST_FOUND = 6


def screen(request: DeskRequest, reference: str, wrong: Wrong | None = None) -> HttpResponse:
    """The screen, with what was sent, or typed before, in all its forms; ``wrong`` are those that did not fit."""
    now = clock.now()
    seen = queries.read_take(request.asker, at=now, reference=reference, day=timezone.localtime(now).date())
    context = drawn(request, drafting.CONTACT, seen, wrong)
    context |= _search(request.asker, seen, _typed(request, context["draft"]), timezone.localtime(now).date())
    context["decided"] = about_source(request.asker, Origin("helpline", reference))
    context |= {"now": now, "may_use_codes": request.asker.may("correspondence.use_codes")}
    return render(request, "helpline/take.html", context)


def drawn(
    request: DeskRequest, typing: drafting.Typing, seen: TakeScreen, wrong: Wrong | None = None
) -> dict[str, Any]:
    """What ``helpline/take.html`` needs to draw what is stored, with what was typed or did not fit.

    Its page adds ``now`` and ``may_use_codes``.
    """
    draft = typing.kept(request, seen.contact.reference)
    return _with_wrong(_forms(seen, _typed(request, draft)), wrong or {}) | {
        "seen": seen,
        "contact": seen.contact,
        **typing.names(),
        "draft": draft,
        "version": _version(request, seen, draft.base_version if draft else 0),
        "overtaken": draft is not None and 0 < draft.base_version < seen.contact.version,
        "wrong": list((wrong or {}).values()),
        "natures": [choice for choice in Nature.choices if choice[0] != Nature.CONVERSATION],
    }


def to_check(
    request: DeskRequest, typing: drafting.Typing, seen: TakeScreen, form: django_forms.Form
) -> dict[str, Any]:
    """What ``helpline/finish.html`` needs: the answers to check, what is needed and what is perhaps missing."""
    return {
        **typing.names(),
        "form": form,
        "seen": seen,
        "contact": seen.contact,
        "rows": seen.written.rows(seen.form),
        "needed": list(seen.form.problems(seen.written.answers)),
        "missing": queries.missing(seen),
        "draft": typing.kept(request, seen.contact.reference),
    }


def _typed(request: DeskRequest, draft: Draft | None) -> QueryDict | None:
    """What was sent just now, or else typed before."""
    return request.POST if request.method == "POST" else typed_in(draft)


def _version(request: DeskRequest, seen: TakeScreen, of_draft: int) -> int:
    """The version that what stands in the form was based on."""
    if request.method == "POST":
        return drafting.sent_version(request.POST)
    return of_draft or seen.contact.version


def _forms(seen: TakeScreen, typed: QueryDict | None) -> dict[str, Any]:
    stored = {**seen.written.answers, "notes": seen.written.notes, "identifying": seen.written.identifying}
    main = None if typed is None or not _has_main(typed) else typed
    return {
        "form": forms.as_typed(forms.TakeForm, main, stored, questions=seen.form),
        "statement_form": forms.as_typed(forms.StatementForm, typed, {"acknowledged": seen.contact.acknowledged}),
        "code_form": forms.CodeForm(),
        "agree_form": forms.as_typed(forms.AgreeForm, typed),
        "named_form": forms.as_typed(forms.NamedForm, typed),
        "answer_forms": {one.action.pk: _answer_form(one, typed) for one in seen.earlier},
        "point_form": forms.as_typed(PointForm, typed),
        "heard_forms": {one.signpost.pk: _heard_form(one, typed) for one in seen.pointed_before},
    }


def _search(asker: Asker, seen: TakeScreen, typed: QueryDict | None, today: dt.date) -> dict[str, Any]:
    """The search in the directory: where the contact says they are, until something else is looked for."""
    if typed is None or not typed.get(SHOWN):
        area = seen.contact.region if seen.contact.region in newest().offered(About.AREA) else ""
        return {"find_form": FindForm(initial={"area": area}), "found": None, "more": False}
    asked = FindForm(typed)
    found: list[directory.Seen] = []
    more = False
    if asked.is_valid():
        found, more = directory.few(asker, today=today, chosen=asked.chosen(), most=MOST_FOUND)
    picked = {one.signpost.service_id for one in seen.signposts}
    found = [one for one in found if one.service.pk not in picked]
    return {"find_form": forms.as_typed(FindForm, typed), "found": found, "more": more}


def _has_main(typed: QueryDict) -> bool:
    """Whether the typing holds the contact's own fields, or only what is left of a step after saving."""
    return any(not name.startswith(BESIDE) and name != "acknowledged" for name in typed)


def _answer_form(earlier: queries.Earlier, typed: QueryDict | None) -> forms.AnswerForm:
    prefix = forms.AnswerForm.prefix_of(earlier.action.pk)
    answer = earlier.answer
    given = {"outcome": answer.outcome, "why": answer.why, "words": answer.words} if answer else {}
    mine = typed if typed is not None and any(name.startswith(prefix) for name in typed) else None
    return forms.as_typed(forms.AnswerForm, mine, given, prefix=prefix)


def _heard_form(seen: queries.SignpostSeen, typed: QueryDict | None) -> HeardForm:
    prefix, answer = HeardForm.prefix_of(seen.signpost.pk), seen.now
    given = {"outcome": answer.outcome, "why": answer.why, "words": answer.words} if answer else {}
    mine = typed if typed is not None and any(name.startswith(prefix) for name in typed) else None
    return forms.as_typed(HeardForm, mine, given, prefix=prefix)


def _with_wrong(made: dict[str, Any], wrong: Wrong) -> dict[str, Any]:
    """The forms, those that did not fit in their places."""
    for name, form in wrong.items():
        if name.startswith(ANSWER):
            made["answer_forms"][uuid.UUID(name.removeprefix(ANSWER))] = form
        elif name.startswith(HEARD):
            made["heard_forms"][uuid.UUID(name.removeprefix(HEARD))] = form
        else:
            made[name] = form
    return made
