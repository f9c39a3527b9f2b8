"""Asking one question a page: shared by threshold decisions and disclosures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from roundel.access.http import DeskRequest
from roundel.drafts.questions import Answers, Page, Questions
from roundel.safeguarding.views.typing import Typing

CHANGING = "change"


@dataclass(frozen=True)
class Asking:
    """One run through the questions about one record: where each page is; ``back`` leads out of the first."""

    questions: Questions
    about: str
    address: Callable[[str], str]
    check: str
    back: str
    context: Mapping[str, Any] = field(default_factory=dict)
    initial: Mapping[str, Any] = field(default_factory=dict)

    def next_place(self, request: DeskRequest) -> str:
        """The first question that has no answer yet, or else the page on which the answers are checked."""
        page = self.questions.unanswered(request.asker, self.about)
        return self.address(page.slug) if page else self.check

    def answers(self, request: DeskRequest) -> Answers:
        """What has been answered."""
        return self.questions.answers(request.asker, self.about)

    def typing(self, page: Page) -> Typing:
        """The draft of what is typed on a page before it is sent."""
        return Typing(f"{self.questions.name}-typing", f"{self.about}:{page.slug}")

    def forget(self, request: DeskRequest, at: dt.datetime) -> None:
        """Drop all answers, and all that was typed."""
        self.questions.forget(request.asker, self.about, at=at)
        for page in self.questions.pages:
            self.typing(page).forget(request, at)


def ask(request: DeskRequest, asking: Asking, slug: str, at: dt.datetime) -> HttpResponse:
    """A question; sent, its answer is kept, fitting or not, and the next question follows."""
    page = asking.questions.page(slug)
    if request.method != "POST":
        return _show(request, asking, page, _form(request, asking, page))
    asking.questions.keep(request.asker, asking.about, page, request.POST, at=at)
    asking.typing(page).forget(request, at)
    form = page.form(request.POST)
    if not form.is_valid():
        return _show(request, asking, page, form)
    if CHANGING in request.GET:
        return HttpResponseRedirect(asking.next_place(request))
    following = asking.questions.after(request.asker, asking.about, page)
    return HttpResponseRedirect(asking.address(following.slug) if following else asking.check)


def _form(request: DeskRequest, asking: Asking, page: Page) -> forms.Form:
    made = asking.questions.form(request.asker, asking.about, page, initial=dict(asking.initial))
    return asking.typing(page).fill(request, made)


def _show(request: DeskRequest, asking: Asking, page: Page, form: forms.Form) -> HttpResponse:
    before = asking.questions.before(request.asker, asking.about, page)
    back = asking.address(before.slug) if before else asking.back
    context = {
        "form": form,
        "slug": page.slug,
        "fields": list(form),
        "back": asking.check if CHANGING in request.GET else back,
        "typing": asking.typing(page),
        "answers": asking.answers(request),
        **asking.context,
    }
    return render(request, "safeguarding/ask.html", context)
