"""Drawing contacts by lot, and how a drawing came about."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from roundel.access.http import PAGE, DeskRequest, sent
from roundel.design.forms import done
from roundel.kernel import clock
from roundel.supervision import actions, queries, rules
from roundel.supervision.forms.reviews import DrawForm


@PAGE
def draw(request: DeskRequest) -> HttpResponse:
    """Choose a month and how many; the lot chooses which."""
    asker, now = request.asker, clock.now()
    rules.check_may_review(asker)
    form = DrawForm(
        sent(request),
        months=queries.months_over(asker, clock.today()),
        people=queries.others(asker, at=now),
        initial={"size": settings.ROUNDEL_REVIEW_SAMPLE},
    )
    drawn: list[Any] = []
    if done(form, lambda _: drawn.extend(actions.draw_sample(by=asker, at=now, **form.chosen()))):
        messages.success(request, f"{len(drawn)} contact{'' if len(drawn) == 1 else 's'} drawn by lot.")
        return redirect("supervision:reviews")
    return render(request, "supervision/draw.html", {"form": form, "drawings": queries.drawings(asker)})


@require_safe
def drawing(request: DeskRequest, drawing_id: uuid.UUID) -> HttpResponse:
    """How a drawing came about, and the same lots drawn again."""
    rules.check_may_review(request.asker)
    found = queries.draw_again(request.asker, drawing_id)
    return render(request, "supervision/drawing.html", {"found": found, "drawing": found.drawing})
