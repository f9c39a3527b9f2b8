"""Pages on which a contact is finished, removed, reopened, marked or closed to others."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from roundel.access import queries as access
from roundel.access.http import PAGE, DeskRequest, sent
from roundel.design.forms import ReasonForm, done
from roundel.helpline import actions, queries, rules
from roundel.helpline.enums import State
from roundel.helpline.forms.contact import RestrictForm
from roundel.helpline.forms.take import EndingForm
from roundel.helpline.rules import KIND
from roundel.helpline.views import drafting
from roundel.helpline.views.screen import to_check
from roundel.kernel import clock


@PAGE
def finish(request: DeskRequest, reference: str) -> HttpResponse:
    """Check your answers, then finish."""
    now = clock.now()
    seen = queries.read_take(request.asker, at=now, reference=reference, day=timezone.localtime(now).date())
    form = EndingForm(sent(request), initial={"ending": seen.contact.ending})
    if done(form, lambda data: actions.finish_contact(by=request.asker, at=now, contact=seen.contact, **data)):
        drafting.forget(request, reference, now)
        messages.success(request, f"Contact {reference} is finished.")
        return redirect("helpline:contact", reference)
    return render(request, "helpline/finish.html", to_check(request, drafting.CONTACT, seen, form) | {"now": now})


@PAGE
def discard(request: DeskRequest, reference: str) -> HttpResponse:
    """Remove what was no contact, and say why."""
    contact, now = queries.get_for_writing(request.asker, reference), clock.now()
    form = ReasonForm(sent(request))
    if done(form, lambda data: actions.discard_contact(by=request.asker, at=now, contact=contact, **data)):
        drafting.forget(request, reference, now)
        messages.success(request, f"{reference} is removed from lists and figures.")
        return redirect("desk:home")
    return render(request, "helpline/discard.html", {"form": form, "contact": contact})


@PAGE
def reopen(request: DeskRequest, reference: str) -> HttpResponse:
    """Open a finished contact again to correct it."""
    contact, now = queries.get_contact(request.asker, reference), clock.now()
    rules.check_may_reopen(request.asker, contact)
    form = ReasonForm(sent(request))
    if done(form, lambda data: actions.reopen_contact(by=request.asker, at=now, contact=contact, **data)):
        return redirect("helpline:take", reference)
    return render(request, "helpline/reopen.html", {"form": form, "contact": contact})


@PAGE
def danger(request: DeskRequest, reference: str) -> HttpResponse:
    """First what to do; then mark the contact, so that somebody takes it on."""
    contact = queries.get_contact(request.asker, reference)
    rules.check_may_take(request.asker)
    if request.method == "POST":
        actions.mark_danger(by=request.asker, at=clock.now(), contact=contact)
        messages.success(request, "Marked. A supervisor or the safeguarding lead will take it on.")
        return redirect(_back_to(request, contact), reference)
    return render(request, "helpline/danger.html", {"contact": contact, "back": _back_to(request, contact)})


@require_POST
def take_on_danger(request: DeskRequest, reference: str) -> HttpResponse:
    """A supervisor or the lead takes it on."""
    contact = queries.get_contact(request.asker, reference)
    actions.take_on_danger(by=request.asker, at=clock.now(), contact=contact)
    messages.success(request, "You have taken this on. What is decided is recorded from here.")
    return redirect("helpline:contact", reference)


@PAGE
def restrict(request: DeskRequest, reference: str) -> HttpResponse:
    """Close a contact to all but named people."""
    asker, now = request.asker, clock.now()
    contact = queries.get_contact(asker, reference)
    rules.check_may_restrict(asker)
    form = RestrictForm(
        sent(request), offered=access.may_be_named(asker, KIND, at=now), initial={"people": [str(asker.user_id)]}
    )

    def deed(data: dict[str, Any]) -> None:
        actions.restrict_contact(by=asker, at=now, contact=contact, people=form.chosen(), reason=data["reason"])

    if done(form, deed):
        messages.success(request, f"{reference} is open to the people you named, and to nobody else.")
        return redirect("helpline:contact", reference) if asker.user_id in form.chosen() else redirect("helpline:list")
    return render(request, "helpline/restrict.html", {"form": form, "contact": contact})


@PAGE
def unrestrict(request: DeskRequest, reference: str) -> HttpResponse:
    """Open a restricted contact again."""
    contact, now = queries.get_contact(request.asker, reference), clock.now()
    rules.check_may_restrict(request.asker)
    form = ReasonForm(sent(request))
    if done(form, lambda data: actions.unrestrict_contact(by=request.asker, at=now, contact=contact, **data)):
        messages.success(request, f"{reference} is open again to all whose work it is.")
        return redirect("helpline:contact", reference)
    return render(request, "helpline/unrestrict.html", {"form": form, "contact": contact})


def _back_to(request: DeskRequest, contact: Any) -> str:
    """Where somebody came from who pressed the danger button: the take screen, while it is his to write in."""
    mine = contact.taken_by_id == request.asker.user_id and contact.state == State.TAKING
    return "helpline:take" if mine else "helpline:contact"
