"""Emergency access to a closed record, and its review by somebody else."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from roundel.access import actions, forms, queries, rules
from roundel.access.http import PAGE, DeskRequest, sent
from roundel.kernel import clock
from roundel.kernel.errors import InvalidInput

OPENED = "The record is open to you for an hour. Each look at it is marked as emergency access."


@PAGE
def open_record(request: DeskRequest, kind: str, reference: str) -> HttpResponse:
    """Say what will happen, ask why, and open the record for an hour."""
    found = queries.closed_record(request.asker, kind, reference)
    if found.is_open:
        return redirect(found.page)
    form = forms.EmergencyForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            actions.break_glass(by=request.asker, at=clock.now(), kind=kind, reference=found.reference, reason=reason)
        except InvalidInput as error:
            form.add_error(error.field, error.message)
        else:
            messages.warning(request, OPENED)
            return redirect(found.page)
    return render(request, "access/emergency.html", {"form": form, "record": found, "lasts": rules.EMERGENCY_LASTS})


@require_GET
def reviews(request: DeskRequest) -> HttpResponse:
    """What waits to be reviewed, and what was reviewed."""
    context = {
        "waiting": queries.reviews_waiting(request.asker),
        "done": queries.reviews_done(request.asker, page=request.GET.get("page", 1)),
        "overdue_before": clock.now() - rules.REVIEW_WITHIN,
        "asker": request.asker,
    }
    return render(request, "access/reviews.html", context)


@PAGE
def review(request: DeskRequest, grant_id: uuid.UUID) -> HttpResponse:
    """Who, when, which record, why, what was done meanwhile; and what the reviewer found."""
    grant = queries.emergency(request.asker, grant_id)
    rules.check_may_review(request.asker, grant.user_id)
    form = forms.ReviewForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.review(by=request.asker, at=clock.now(), grant_id=grant_id, **form.cleaned_data)
        except InvalidInput as error:
            form.add_error(error.field, error.message)
        else:
            messages.success(request, "Your review is kept.")
            return redirect("access:reviews")
    actions.read_review(by=request.asker, at=clock.now(), grant=grant)
    context = {"form": form, "grant": grant, "lines": queries.done_during(request.asker, grant), "now": clock.now()}
    return render(request, "access/review.html", context)
