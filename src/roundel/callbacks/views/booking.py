"""Booking a call-back, and what is told to the person who will wait."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from roundel.access.http import PAGE, DeskRequest, sent
from roundel.callbacks import actions, queries, rules, sources
from roundel.callbacks.booking import MESSAGES
from roundel.callbacks.enums import Language, Message
from roundel.callbacks.forms.booking import BookForm
from roundel.callbacks.models import CallBack
from roundel.design.forms import done
from roundel.drafts import actions as drafts
from roundel.drafts.queries import draft_of, typed
from roundel.kernel import clock
from roundel.kernel.ids import new_id

DRAFT = "call_back"


@PAGE
def book(request: DeskRequest, source: str = "") -> HttpResponse:
    """Ask when and how to call; then say what to tell the caller."""
    asker, now, made = request.asker, clock.now(), list[CallBack]()
    rules.check_may_make(asker)
    origin = sources.origin(asker, source) if source else None
    form = _form(request, source, now)

    def deed(data: dict[str, Any]) -> None:
        made.append(actions.book(by=asker, at=now, key=data["key"], booking=form.booking(), origin=origin))

    if done(form, deed):
        drafts.drop_draft(by=asker, at=now, form=DRAFT, about=source or "new")
        return redirect("callbacks:told", made[0].reference)
    draft = draft_of(asker, DRAFT, source or "new")
    context = {"form": form, "origin": origin, "about": source or "new", "draft": draft}
    return render(request, "callbacks/book.html", context)


@require_safe
def told(request: DeskRequest, reference: str) -> HttpResponse:
    """When we will call, how many come before, and what we will do: in words that can be read out."""
    page = queries.read_call_back(request.asker, at=clock.now(), reference=reference)
    context = {
        "page": page,
        "call_back": page.call_back,
        "message": MESSAGES[Message(page.call_back.message)],
        "today": timezone.localtime(clock.now()).date(),
    }
    return render(request, "callbacks/told.html", context)


def _form(request: DeskRequest, source: str, now: dt.datetime) -> BookForm:
    initial = {"key": new_id(), "when": request.GET.get("slot", ""), "language": Language.ENGLISH}
    form = BookForm(sent(request), slots=queries.offered(request.asker, now), initial=initial)
    form.restore(typed(draft_of(request.asker, DRAFT, source or "new")))
    return form
