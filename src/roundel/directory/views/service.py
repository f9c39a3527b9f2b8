"""The page of an entry, the button by which it is checked, and taking it out of use."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from roundel.access.http import PAGE, DeskRequest, sent
from roundel.design.forms import ReasonForm, done
from roundel.directory import actions, queries, rules
from roundel.directory.enums import About
from roundel.directory.taxonomy import REPORT_IMAGES, label
from roundel.directory.views.history import history_of
from roundel.kernel import clock


@require_safe
def service_page(request: DeskRequest, service_id: uuid.UUID) -> HttpResponse:
    """Everything that is recorded of an entry."""
    asker = request.asker
    page = queries.read_service(asker, service_id, today=clock.today())
    context = {
        "page": page,
        "seen": page.seen,
        "service": page.seen.service,
        "history": history_of(page),
        "reports": label(About.NEED, REPORT_IMAGES) in page.seen.needs,
        "may_check": asker.may(rules.CHECK) and page.seen.service.retired_at is None,
        "may_edit": asker.may(rules.EDIT),
    }
    return render(request, "directory/service.html", context)


@require_POST
def check(request: DeskRequest, service_id: uuid.UUID) -> HttpResponse:
    """I have checked this today."""
    service = queries.get_service(request.asker, service_id)
    actions.check_service(by=request.asker, at=clock.now(), service=service)
    messages.success(request, "Noted: you have checked this entry today.")
    return redirect("directory:service", service_id)


@PAGE
def retire(request: DeskRequest, service_id: uuid.UUID) -> HttpResponse:
    """Take an entry out of use, and say why."""
    asker, now = request.asker, clock.now()
    service = queries.get_service(asker, service_id)
    rules.check_may_retire(asker, service)
    form = ReasonForm(sent(request))
    if done(form, lambda data: actions.retire_service(by=asker, at=now, service=service, **data)):
        messages.success(request, "The entry is out of use. Nobody is offered it any more.")
        return redirect("directory:service", service_id)
    return render(request, "directory/retire.html", {"form": form, "service": service})


@PAGE
def bring_back(request: DeskRequest, service_id: uuid.UUID) -> HttpResponse:
    """Bring an entry back into use, and say why."""
    asker, now = request.asker, clock.now()
    service = queries.get_service(asker, service_id)
    rules.check_may_bring_back(asker, service)
    form = ReasonForm(sent(request))
    if done(form, lambda data: actions.bring_back(by=asker, at=now, service=service, **data)):
        messages.success(request, "The entry is in use again.")
        return redirect("directory:service", service_id)
    return render(request, "directory/bring_back.html", {"form": form, "service": service})
