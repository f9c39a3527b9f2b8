"""Drawing the take screen: what is stored, what was typed, and what did not fit."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms as django_forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone

from roundel.access.http import DeskRequest
from roundel.drafts.queries import typed as typed_in
from roundel.helpline import queries
from roundel.helpline.enums import Nature
from roundel.helpline.forms import take as forms
from roundel.helpline.queries import TakeScreen
from roundel.helpline.views import drafting
from roundel.kernel import clock
from roundel.safeguarding.queries import about_source
from roundel.safeguarding.sources import Origin

Wrong = dict[str, django_forms.Form]
ANSWER = "answer-"


def screen(request: DeskRequest, reference: str, wrong: Wrong | None = None) -> HttpResponse:
    """The screen, with what was sent, or typed before, in all its forms; ``wrong`` are those that did not fit."""
    now = clock.now()
    seen = queries.read_take(request.asker, at=now, reference=reference, day=timezone.localtime(now).date())
    draft = drafting.kept(request, reference)
    typed = request.POST if request.method == "POST" else typed_in(draft)
    context = _with_wrong(_forms(seen, typed), wrong or {})
    context |= {
        "seen": seen,
        "contact": seen.contact,
        "now": now,
        "draft": draft,
        "version": _version(request, seen, draft.base_version if draft else 0),
        "overtaken": draft is not None and 0 < draft.base_version < seen.contact.version,
        "wrong": list((wrong or {}).values()),
        "natures": [choice for choice in Nature.choices if choice[0] != Nature.CONVERSATION],
        "decided": about_source(request.asker, Origin("helpline", reference)),
        "may_use_codes": request.asker.may("correspondence.use_codes"),
    }
    return render(request, "helpline/take.html", context)


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
    }


def _has_main(typed: QueryDict) -> bool:
    """Whether the typing holds the contact's own fields, or only what is left of a step after saving."""
    return any(not name.startswith(("agree-", "named-", "after-")) and name != "acknowledged" for name in typed)


def _answer_form(earlier: queries.Earlier, typed: QueryDict | None) -> forms.AnswerForm:
    prefix = forms.AnswerForm.prefix_of(earlier.action.pk)
    answer = earlier.answer
    given = {"outcome": answer.outcome, "why": answer.why, "words": answer.words} if answer else {}
    mine = typed if typed is not None and any(name.startswith(prefix) for name in typed) else None
    return forms.as_typed(forms.AnswerForm, mine, given, prefix=prefix)


def _with_wrong(made: dict[str, Any], wrong: Wrong) -> dict[str, Any]:
    """The forms, those that did not fit in their places."""
    for name, form in wrong.items():
        if name.startswith(ANSWER):
            made["answer_forms"][uuid.UUID(name.removeprefix(ANSWER))] = form
        else:
            made[name] = form
    return made
