"""Adding and changing entries, and agencies."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from roundel.access.http import PAGE, DeskRequest, sent
from roundel.design.forms import done
from roundel.directory import actions, queries, rules
from roundel.directory.forms import AddForm, AgencyForm, EntryForm, typed_in, version_of
from roundel.directory.models import Service
from roundel.directory.views import drafting
from roundel.kernel import clock


@PAGE
def add(request: DeskRequest) -> HttpResponse:
    """A new entry."""
    asker, now = request.asker, clock.now()
    rules.check_may_edit(asker)
    typed, _ = drafting.typed_about(asker, drafting.NEW)
    form = AddForm(request.POST) if request.method == "POST" else typed_in(AddForm, typed, {})
    made: list[Service] = []

    def deed(data: dict[str, Any]) -> None:
        made.append(actions.add_service(by=asker, at=now, entry=form.entry(), checked=data["checked"]))

    if request.method == "POST" and done(form, deed):
        drafting.forget(asker, drafting.NEW, now)
        messages.success(request, "The entry is in the directory.")
        return redirect("directory:service", made[0].pk)
    context = {"form": form, "about": drafting.NEW, "version": 0, "typed": typed, "cancel": reverse("directory:list")}
    return render(request, "directory/edit.html", context)


@PAGE
def edit(request: DeskRequest, service_id: uuid.UUID) -> HttpResponse:
    """Change an entry. If somebody else saved it meanwhile, both versions are shown and nothing is lost."""
    asker, now, about = request.asker, clock.now(), service_id.hex
    service, entry = queries.get_service_to_change(asker, service_id)
    if request.method == "POST":
        base, typed, form = (
            version_of(request.POST),
            None,
            EntryForm(request.POST, initial=entry.as_sent(), before=entry),
        )
    else:
        typed, begun = drafting.typed_about(asker, about)
        base, form = begun or service.version, typed_in(EntryForm, typed, entry.as_sent())

    def deed(data: dict[str, Any]) -> None:
        actions.save_service(by=asker, at=now, service=service, entry=form.entry(), base_version=base)

    if request.method == "POST" and done(form, deed):
        drafting.forget(asker, about, now)
        messages.success(request, "Saved. If you have made sure that all of it is right, say that you have checked it.")
        return redirect("directory:service", service_id)
    context = {"form": form, "service": service, "about": about, "version": base, "typed": typed}
    context["cancel"] = reverse("directory:service", args=[service_id])
    return render(request, "directory/edit.html", context)


@require_POST
def forget(request: DeskRequest, about: str) -> HttpResponse:
    """Throw away what was typed and not saved."""
    rules.check_may_edit(request.asker)
    drafting.forget(request.asker, about, clock.now())
    messages.info(request, "What you had typed and not saved is gone. This is what is stored.")
    if about == drafting.NEW:
        return redirect("directory:add")
    return redirect("directory:edit", uuid.UUID(about))


@require_safe
def agency_page(request: DeskRequest, agency_id: uuid.UUID) -> HttpResponse:
    """An agency and what it offers."""
    page = request.GET.get("page", 1)
    seen = queries.read_agency(request.asker, agency_id, today=clock.today(), page=page)
    return render(request, "directory/agency.html", {"seen": seen, "may_edit": request.asker.may(rules.EDIT)})


@PAGE
def agency_edit(request: DeskRequest, agency_id: uuid.UUID) -> HttpResponse:
    """Change what is written about an agency."""
    asker, now = request.asker, clock.now()
    agency = queries.get_agency(asker, agency_id)
    rules.check_may_edit(asker)
    initial = {name: getattr(agency, name) for name in AgencyForm.base_fields}
    form = AgencyForm(sent(request), initial=initial)
    base = version_of(request.POST) if request.method == "POST" else agency.version

    def deed(data: dict[str, Any]) -> None:
        actions.save_agency(by=asker, at=now, agency=agency, written=data, base_version=base)

    if done(form, deed):
        messages.success(request, "Saved.")
        return redirect("directory:agency", agency_id)
    return render(request, "directory/agency_edit.html", {"form": form, "agency": agency, "version": base})
