"""The supervision of one contact: comments, listening in, choosing it for review, and that it was a hard one."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from roundel.access.http import PAGE, DeskRequest, sent
from roundel.design.forms import done
from roundel.helpline.enums import Nature, State
from roundel.kernel import clock
from roundel.supervision import actions, queries, rules
from roundel.supervision.forms.care import AnswerForm, CommentForm, ListenedForm
from roundel.supervision.forms.reviews import ChooseForm
from roundel.supervision.models import Review
from roundel.supervision.views import drafting


@require_safe
def contact(request: DeskRequest, reference: str) -> HttpResponse:
    """Everything that supervision holds about a contact."""
    return _page(request, reference, drafting.begun(request, CommentForm(), "comment", reference))


@PAGE
def comment(request: DeskRequest, reference: str) -> HttpResponse:
    """Write a comment on a contact."""
    found, form = queries.get_discussed(request.asker, reference), CommentForm(sent(request))
    if done(form, lambda data: actions.write_comment(by=request.asker, at=clock.now(), contact=found, **data)):
        drafting.forget(request, "comment", reference)
        messages.success(request, "Your comment is kept, and the other side sees it.")
        return redirect("supervision:contact", reference)
    return _page(request, reference, form)


@PAGE
def review_comment(request: DeskRequest, reference: str) -> HttpResponse:
    """Write a comment on a review that is shared."""
    review = queries.get_review(request.asker, reference)
    rules.check_may_comment(review, review.contact)
    form = drafting.begun(request, CommentForm(sent(request)), "comment", reference)

    def deed(data: dict[str, Any]) -> None:
        actions.write_comment(by=request.asker, at=clock.now(), contact=review.contact, review=review, **data)

    if done(form, deed):
        drafting.forget(request, "comment", reference)
        messages.success(request, "Your comment is kept, and the other side sees it.")
        return redirect("supervision:review", reference)
    return render(request, "supervision/review_comment.html", {"form": form, "review": review})


@PAGE
def comment_answer(request: DeskRequest, reference: str, comment_id: uuid.UUID) -> HttpResponse:
    """Answer a comment of the other side."""
    asker = request.asker
    about = queries.get_discussed(asker, reference)
    said = queries.get_comment(asker, about, comment_id)
    rules.check_may_settle(asker, said)
    form = drafting.begun(request, AnswerForm(sent(request)), "comment-answer", str(comment_id))
    if done(form, lambda data: actions.answer_comment(by=asker, at=clock.now(), comment=said, **data)):
        drafting.forget(request, "comment-answer", str(comment_id))
        messages.success(request, "Your answer is kept.")
        return _back(said.review, reference)
    return render(request, "supervision/comment_answer.html", {"form": form, "comment": said, "contact": about})


@require_POST
def comment_seen(request: DeskRequest, reference: str, comment_id: uuid.UUID) -> HttpResponse:
    """Note that one has read a comment."""
    about = queries.get_discussed(request.asker, reference)
    said = queries.get_comment(request.asker, about, comment_id)
    actions.see_comment(by=request.asker, at=clock.now(), comment=said)
    return _back(said.review, reference)


@PAGE
def choose(request: DeskRequest, reference: str) -> HttpResponse:
    """Take this contact for review, and say why."""
    asker, made = request.asker, list[Review]()
    found, form = queries.get_discussed(asker, reference), ChooseForm(sent(request))
    rules.check_may_choose(asker, found)
    if done(form, lambda data: made.append(actions.choose_contact(by=asker, at=clock.now(), contact=found, **data))):
        return redirect("supervision:score", made[0].reference)
    return render(request, "supervision/choose.html", {"form": form, "contact": found})


@PAGE
def listened(request: DeskRequest, reference: str) -> HttpResponse:
    """Record that one listened in, and when the practitioner was told."""
    asker = request.asker
    found, form = queries.get_discussed(asker, reference), ListenedForm(sent(request))
    rules.check_may_supervise(asker, found)
    if done(form, lambda data: actions.record_listening(by=asker, at=clock.now(), contact=found, **data)):
        messages.success(request, f"{found.taken_by.name} sees that you listened in.")
        return redirect("supervision:contact", reference)
    return render(request, "supervision/listened.html", {"form": form, "contact": found})


@require_POST
def listened_seen(request: DeskRequest, reference: str, listening_id: uuid.UUID) -> HttpResponse:
    """The practitioner has read that somebody listened in."""
    found = queries.get_discussed(request.asker, reference)
    one = queries.get_listening(request.asker, found, listening_id)
    actions.see_listening(by=request.asker, at=clock.now(), listening=one)
    return redirect("supervision:contact", reference)


@require_POST
def hard(request: DeskRequest, reference: str) -> HttpResponse:
    """That was a hard one."""
    found = queries.get_discussed(request.asker, reference)
    actions.mark_hard(by=request.asker, at=clock.now(), contact=found)
    messages.success(request, "Noted. A debrief is offered.")
    return redirect("supervision:contact", reference)


@require_POST
def hard_back(request: DeskRequest, reference: str) -> HttpResponse:
    """It was marked as a hard one by mistake."""
    found = queries.get_discussed(request.asker, reference)
    actions.take_back_hard(by=request.asker, at=clock.now(), contact=found)
    messages.success(request, "The mark is taken back.")
    return redirect("supervision:contact", reference)


def _page(request: DeskRequest, reference: str, form: CommentForm) -> HttpResponse:
    asker = request.asker
    page = queries.read_supervision(asker, at=clock.now(), reference=reference)
    talked = page.contact.nature == Nature.CONVERSATION and page.contact.state in (State.TAKING, State.FINISHED)
    others = asker.may(rules.REVIEW) and not rules.is_own(asker, page.contact)
    context = {
        "page": page,
        "contact": page.contact,
        "form": form,
        "asker": asker,
        "own": rules.is_own(asker, page.contact),
        "talked": talked,
        "may_supervise": others and talked,
        "may_choose": others and talked and page.contact.state == State.FINISHED,
    }
    return render(request, "supervision/contact.html", context)


def _back(review: Review | None, reference: str) -> HttpResponse:
    """To where the comment stands."""
    return redirect("supervision:review", review.reference) if review else redirect("supervision:contact", reference)
