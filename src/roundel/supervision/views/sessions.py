"""The log of supervision sessions."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from roundel.access.http import PAGE, DeskRequest, sent
from roundel.design.forms import ReasonForm, done
from roundel.kernel import clock
from roundel.supervision import actions, queries, rules
from roundel.supervision.forms.care import SessionForm
from roundel.supervision.views import drafting
from roundel.supervision.views.sections import sections


@require_safe
def sessions(request: DeskRequest) -> HttpResponse:
    """The sessions in which one sat, on either side."""
    asker = request.asker
    page = queries.list_sessions(asker, at=clock.now(), page=request.GET.get("page", 1))
    context = {"page": page, "asker": asker, "may_record": asker.may(rules.REVIEW)}
    return render(request, "supervision/sessions.html", context | {"sections": sections(asker, "sessions")})


@PAGE
def new_session(request: DeskRequest) -> HttpResponse:
    """Record a session that one gave."""
    asker, now = request.asker, clock.now()
    rules.check_may_review(asker)
    first = {"practitioner": request.GET.get("with", ""), "held_on": clock.today()}
    form = SessionForm(sent(request), people=queries.others(asker, at=now), initial=first)
    drafting.begun(request, form, "session", "new")
    if done(form, lambda _: actions.record_session(by=asker, at=now, sat=form.sat())):
        drafting.forget(request, "session", "new")
        messages.success(request, "The session is recorded. The two of you see it, and nobody else.")
        return redirect("supervision:sessions")
    return render(request, "supervision/new_session.html", {"form": form})


@require_safe
def session(request: DeskRequest, session_id: uuid.UUID) -> HttpResponse:
    """One session with what was agreed."""
    found = queries.read_session(request.asker, at=clock.now(), session_id=session_id)
    gave = found.supervisor_id == request.asker.user_id
    return render(request, "supervision/session.html", {"session": found, "gave": gave})


@PAGE
def withdraw_session(request: DeskRequest, session_id: uuid.UUID) -> HttpResponse:
    """Withdraw a record that is wrong."""
    found, form = queries.get_session(request.asker, session_id), ReasonForm(sent(request))
    rules.check_may_withdraw(request.asker, found)
    if done(form, lambda data: actions.withdraw_session(by=request.asker, at=clock.now(), session=found, **data)):
        messages.success(request, "The record is withdrawn. Record the session anew if it took place.")
        return redirect("supervision:sessions")
    return render(request, "supervision/withdraw_session.html", {"form": form, "session": found})
