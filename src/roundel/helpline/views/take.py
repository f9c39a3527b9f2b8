"""The take screen itself: showing it, saving, and the ways out of it."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from roundel.access.http import PAGE, DeskRequest
from roundel.helpline import actions, queries
from roundel.helpline.enums import Nature
from roundel.helpline.forms import take as forms
from roundel.helpline.models import Contact
from roundel.helpline.views import drafting, steps
from roundel.helpline.views.screen import screen
from roundel.helpline.written import Written
from roundel.kernel import clock
from roundel.kernel.errors import InvalidInput
from roundel.safeguarding.views import decide


@PAGE
def take(request: DeskRequest, reference: str) -> HttpResponse:
    """The contact that is being taken; sent, it is saved. A code that was entered and sent by Enter is looked up."""
    if request.method != "POST":
        return screen(request, reference)
    if request.POST.get("code"):
        return steps.enter_code(request, reference)
    answer = save(request, reference)
    if answer is not None:
        return answer
    messages.success(request, "Saved.")
    return redirect("helpline:take", reference)


@drafting.step
def to_finish(request: DeskRequest, reference: str) -> HttpResponse:
    """Save, and go on to the check before finishing."""
    return save(request, reference) or redirect("helpline:finish", reference)


@drafting.step
def to_danger(request: DeskRequest, reference: str) -> HttpResponse:
    """Keep what was typed, and say first what to do."""
    drafting.keep(request, reference, clock.now())
    queries.get_for_writing(request.asker, reference)
    return redirect("helpline:danger", reference)


@drafting.step
def to_decide(request: DeskRequest, reference: str) -> HttpResponse:
    """Keep what was typed, and go to the threshold decision."""
    drafting.keep(request, reference, clock.now())
    queries.get_for_writing(request.asker, reference)
    return redirect("safeguarding:decide", "helpline", reference)


@drafting.step
def to_decide_alone(request: DeskRequest, reference: str) -> HttpResponse:
    """Keep what was typed, and record what was decided alone because it could not wait."""
    drafting.keep(request, reference, clock.now())
    queries.get_for_writing(request.asker, reference)
    return decide.start_alone(request, "helpline", reference)


@drafting.step
def tally_begun(request: DeskRequest, reference: str) -> HttpResponse:
    """Nobody spoke: count the call, and nothing else."""
    now = clock.now()
    drafting.keep(request, reference, now)
    contact = queries.get_for_writing(request.asker, reference)
    form = forms.TallyForm(request.POST)
    nature = form.cleaned_data["nature"] if form.is_valid() else ""
    try:
        actions.count_begun_contact(by=request.asker, at=now, contact=contact, nature=nature)
    except InvalidInput as error:
        messages.error(request, error.message)
        return redirect("helpline:take", reference)
    drafting.forget(request, reference, now)
    messages.success(request, f"Counted: {Nature(nature).label.lower()}.")
    return redirect("desk:home")


@drafting.step
def forget_typing(request: DeskRequest, reference: str) -> HttpResponse:
    """Throw the draft away and show what is stored."""
    queries.get_for_writing(request.asker, reference)
    drafting.forget(request, reference, clock.now())
    messages.info(request, "What you had typed and not saved is gone. This is what is stored.")
    return redirect("helpline:take", reference)


def save(request: DeskRequest, reference: str) -> HttpResponse | None:
    """Save what was sent; None when it is saved, else the page that says what is wrong. Conflict is raised."""

    def saving(contact: Contact, written: Written, base_version: int, at: dt.datetime) -> None:
        actions.save_contact(by=request.asker, at=at, contact=contact, written=written, base_version=base_version)

    return steps.DESK.written(request, reference, queries.form_of, saving)
