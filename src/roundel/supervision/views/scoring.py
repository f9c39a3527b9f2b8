"""Marking a contact, with the contact beside it; and the check before it is shared."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from roundel.access.http import PAGE, DeskRequest
from roundel.drafts import actions as drafts
from roundel.drafts.models import Draft
from roundel.drafts.queries import draft_of, typed
from roundel.helpline import queries as helpline
from roundel.kernel import clock
from roundel.supervision import actions, queries, review_form, rules
from roundel.supervision.forms.reviews import MarkForm, kept_marks
from roundel.supervision.marks import in_parts
from roundel.supervision.models import Review

FORM = "review"
PROBLEMS = "problems"  # in the address: say what is missing


@PAGE
def score(request: DeskRequest, reference: str) -> HttpResponse:
    """The items to be marked, with the contact beside them. What is typed is kept as it is typed.

    What was sent is never shown as the answer to a POST: reloaded, that would send it again over what was typed since.
    """
    asker, now = request.asker, clock.now()
    review = queries.get_review(asker, reference)
    rules.check_may_score(asker, review)
    if request.method == "POST":
        drafts.keep_draft(by=asker, at=now, form=FORM, about=reference, typed=dict(request.POST.lists()))
        if request.POST.get("do") != "later":
            return redirect("supervision:check", reference)
        messages.success(request, "What you marked is kept. Only you see it.")
        return redirect("supervision:review", reference)
    draft = draft_of(asker, FORM, reference)
    context = {
        "form": _form(review, draft, complain=PROBLEMS in request.GET),
        "review": review,
        "draft": draft,
        "seen": helpline.read_contact(asker, at=now, reference=review.contact.reference),
    }
    return render(request, "supervision/score.html", context)


@PAGE
def check(request: DeskRequest, reference: str) -> HttpResponse:
    """Everything that was marked, in words, with what it comes to; then it is shared."""
    asker = request.asker
    review = queries.get_review(asker, reference)
    rules.check_may_score(asker, review)
    draft, items = draft_of(asker, FORM, reference), review_form.version(review.form_version)
    form = MarkForm(typed(draft), review_form=items)
    if draft is None or not form.is_valid():
        return redirect(f"{reverse('supervision:score', args=[reference])}?{PROBLEMS}")
    if request.method == "POST" and request.POST.get("seen") == stamp(draft):
        return _share(request, review, form)
    if request.method == "POST":
        messages.error(request, "What you marked has changed since you looked at it. Check it again.")
    marked = form.marked()
    context = {
        "review": review,
        "marked": marked,
        "groups": in_parts(items, marked.marks, marked.notes),
        "result": items.result(marked.marks),
        "items": items,
        "seen": stamp(draft),
    }
    return render(request, "supervision/check.html", context)


def _form(review: Review, draft: Draft | None, *, complain: bool) -> MarkForm:
    """What was typed so far, with or without saying what is wrong with it."""
    items, kept = review_form.version(review.form_version), typed(draft)
    if complain:
        return MarkForm(kept or QueryDict(), review_form=items)
    return MarkForm(review_form=items, initial=kept_marks(kept, items))


def stamp(draft: Draft) -> str:
    """By what it is known that what is sent is what was looked at."""
    return draft.saved_at.isoformat()


def _share(request: DeskRequest, review: Review, form: MarkForm) -> HttpResponse:
    asker, now = request.asker, clock.now()
    actions.share_review(by=asker, at=now, review=review, marked=form.marked())
    drafts.drop_draft(by=asker, at=now, form=FORM, about=review.reference)
    messages.success(request, f"{review.practitioner.name} can read it now, and is asked to answer.")
    return redirect("supervision:review", review.reference)
