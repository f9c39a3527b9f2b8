"""What the weeks held: one's own for everybody, other people's for supervisors."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from roundel.access.http import DeskRequest
from roundel.kernel import clock
from roundel.supervision import queries
from roundel.supervision.views.sections import sections


@require_safe
def exposure(request: DeskRequest) -> HttpResponse:
    """One's own weeks."""
    found = queries.own_exposure(request.asker, at=clock.now())
    context = {"found": found, "own": True, "sections": sections(request.asker, "exposure")}
    return render(request, "supervision/exposure.html", context)


@require_safe
def exposure_of(request: DeskRequest, user_id: uuid.UUID) -> HttpResponse:
    """One person's weeks, for a supervisor."""
    found = queries.exposure_of(request.asker, user_id, at=clock.now())
    context = {"found": found, "own": user_id == request.asker.user_id, "sections": sections(request.asker, "")}
    return render(request, "supervision/exposure.html", context)


@require_safe
def everybody(request: DeskRequest) -> HttpResponse:
    """Everybody's weeks, by name, for a supervisor."""
    page, found = queries.everybodys_exposure(request.asker, at=clock.now(), page=request.GET.get("page", 1))
    context = {"page": page, "people": found, "sections": sections(request.asker, "everybody")}
    return render(request, "supervision/everybody.html", context)
