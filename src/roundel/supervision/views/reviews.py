"""The list of reviews, one's own, and one review on its way."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from roundel.access.http import PAGE, DeskRequest, sent
from roundel.design.forms import ReasonForm, done
from roundel.kernel import clock
from roundel.supervision import actions, queries, rules
from roundel.supervision.enums import ReviewState
from roundel.supervision.forms.reviews import FilterForm, ReplyForm
from roundel.supervision.views import drafting
from roundel.supervision.views.sections import sections


@require_safe
def home(request: DeskRequest) -> HttpResponse:
    """The first page of supervision: all reviews for a supervisor, one's own for everybody else."""
    rules.check_may_enter(request.asker)
    return redirect("supervision:reviews" if request.asker.may(rules.REVIEW) else "supervision:mine")


@require_safe
def reviews(request: DeskRequest) -> HttpResponse:
    """Reviews of other people's contacts, filtered, a page at a time."""
    asker, now = request.asker, clock.now()
    rules.check_may_review(asker)
    form = FilterForm(request.GET, people=queries.others(asker, at=now))
    page = None
    if form.is_valid():
        page = queries.list_reviews(asker, at=now, page=request.GET.get("page", 1), **form.chosen())
    context = {
        "form": form,
        "page": page,
        "selected": _selected(form) if form.is_valid() else [],
        "sections": sections(asker, "reviews"),
    }
    return render(request, "supervision/reviews.html", context)


@require_safe
def mine(request: DeskRequest) -> HttpResponse:
    """The shared reviews of one's own contacts."""
    asker = request.asker
    page = queries.own_reviews(asker, at=clock.now(), page=request.GET.get("page", 1))
    return render(request, "supervision/mine.html", {"page": page, "sections": sections(asker, "mine")})


@require_safe
def review(request: DeskRequest, reference: str) -> HttpResponse:
    """One review: what was marked, what was said, and what comes next."""
    asker = request.asker
    page = queries.read_review(asker, at=clock.now(), reference=reference)
    own = page.review.practitioner_id == asker.user_id
    context = {
        "page": page,
        "review": page.review,
        "own": own,
        "mine": page.review.reviewer_id == asker.user_id,
        "may_answer": own and page.review.state == ReviewState.SHARED,
        "asker": asker,
    }
    return render(request, "supervision/review.html", context)


@require_POST
def take(request: DeskRequest, reference: str) -> HttpResponse:
    """Take a drawn review on."""
    found = queries.get_review(request.asker, reference)
    actions.take_review(by=request.asker, at=clock.now(), review=found)
    return redirect("supervision:score", reference)


@require_POST
def give_back(request: DeskRequest, reference: str) -> HttpResponse:
    """Give a review back, so that another supervisor can take it."""
    found = queries.get_review(request.asker, reference)
    actions.give_back(by=request.asker, at=clock.now(), review=found)
    messages.success(request, f"{reference} waits for a supervisor again.")
    return redirect("supervision:review", reference)


@PAGE
def skip(request: DeskRequest, reference: str) -> HttpResponse:
    """Leave a contact out, and say why."""
    found, form = queries.get_review(request.asker, reference), ReasonForm(sent(request))
    rules.check_may_take(request.asker, found)
    if done(form, lambda data: actions.skip_review(by=request.asker, at=clock.now(), review=found, **data)):
        messages.success(request, f"{reference} is left out. It stays in the list with your reason.")
        return redirect("supervision:reviews")
    return render(request, "supervision/skip.html", {"form": form, "review": found})


@PAGE
def correct(request: DeskRequest, reference: str) -> HttpResponse:
    """Take a shared review back to correct it."""
    found, form = queries.get_review(request.asker, reference), ReasonForm(sent(request))
    rules.check_is_reviewer(request.asker, found)
    if done(form, lambda data: actions.correct_review(by=request.asker, at=clock.now(), review=found, **data)):
        messages.success(request, "Correct it, and share it again.")
        return redirect("supervision:score", reference)
    return render(request, "supervision/correct.html", {"form": form, "review": found})


@PAGE
def answer(request: DeskRequest, reference: str) -> HttpResponse:
    """The practitioner's answer to a review."""
    found = queries.get_review(request.asker, reference)
    rules.check_may_answer(request.asker, found)
    form = drafting.begun(request, ReplyForm(sent(request)), "review-answer", reference)
    if done(form, lambda data: actions.answer_review(by=request.asker, at=clock.now(), review=found, **data)):
        drafting.forget(request, "review-answer", reference)
        messages.success(request, "Your answer is kept, and your supervisor sees it.")
        return redirect("supervision:review", reference)
    return render(request, "supervision/answer.html", {"form": form, "review": found})


@require_POST
def close(request: DeskRequest, reference: str) -> HttpResponse:
    """Close a review that was answered."""
    found = queries.get_review(request.asker, reference)
    actions.close_review(by=request.asker, at=clock.now(), review=found)
    messages.success(request, f"{reference} is closed.")
    return redirect("supervision:review", reference)


@PAGE
def close_unanswered(request: DeskRequest, reference: str) -> HttpResponse:
    """Close a review that nobody will answer, and say why."""
    found, form = queries.get_review(request.asker, reference), ReasonForm(sent(request))
    rules.check_may_handle(request.asker, found)
    if done(form, lambda data: actions.close_unanswered(by=request.asker, at=clock.now(), review=found, **data)):
        messages.success(request, f"{reference} is closed.")
        return redirect("supervision:review", reference)
    return render(request, "supervision/close_unanswered.html", {"form": form, "review": found})


def _selected(form: FilterForm) -> list[tuple[str, list[tuple[str, str]]]]:
    """Each filter in words with the address of the list without it."""
    chosen: dict[str, Any] = {name: value for name, value in form.cleaned_data.items() if value}
    shown = []
    for name, value in chosen.items():
        left = "&".join(f"{key}={kept}" for key, kept in chosen.items() if key != name)
        words = str(dict(form.fields[name].choices)[value])  # type: ignore[attr-defined]
        shown.append((str(form.fields[name].label), [(words, f"{reverse('supervision:reviews')}?{left}")]))
    return shown
