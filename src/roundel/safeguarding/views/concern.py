"""A concern: its page, and what is added to it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from roundel.access import queries as access
from roundel.access.http import PAGE, DeskRequest, sent
from roundel.design.forms import ReasonForm, done
from roundel.kernel import clock
from roundel.safeguarding import actions, queries, rules
from roundel.safeguarding.enums import ConcernState
from roundel.safeguarding.forms import concern as forms
from roundel.safeguarding.models import Concern
from roundel.safeguarding.queries import lists
from roundel.safeguarding.rules import CONCERN, DISCLOSE, RESTRICT
from roundel.safeguarding.states import MANAGE, PROPOSE
from roundel.safeguarding.steps import waiting
from roundel.safeguarding.views.history import history_of
from roundel.safeguarding.views.typing import Typing, typed_form

SHOWN = {
    lists.OPEN: "Open",
    lists.MINE: "Mine",
    lists.LATE: "Overdue",
    lists.CLOSED: "Closed",
    lists.ALL: "All",
}


@require_safe
def concern_list(request: DeskRequest) -> HttpResponse:
    """The concerns that the asker may see, a page at a time."""
    wanted = request.GET.get("show", lists.OPEN)
    shown, now = wanted if wanted in SHOWN else lists.OPEN, clock.now()
    found = lists.read_concerns(request.asker, at=now, shown=shown, page=request.GET.get("page", "1"))
    context = {"rows": found.rows, "page": found.page, "shown": shown, "choices": SHOWN, "now": now}
    return render(request, "safeguarding/concerns.html", context)


@require_safe
def concern(request: DeskRequest, reference: str) -> HttpResponse:
    """What happens next and by when, then everything that was decided, shared and noted."""
    asker, now = request.asker, clock.now()
    page = queries.read_concern(asker, at=now, reference=reference)
    held = page.concern
    is_open = held.state == ConcernState.OPEN
    context = {
        "page": page,
        "concern": held,
        "now": now,
        "history": history_of(page),
        "named_people": access.named_for(asker, CONCERN, held.pk, at=now) if _shows_named(request, held) else [],
        "may_write": is_open and asker.may(DISCLOSE),
        "may_manage": asker.may(MANAGE),
        "may_restrict": asker.may(RESTRICT),
        "may_decide": is_open and asker.may(PROPOSE),
    }
    return render(request, "safeguarding/concern.html", context)


@PAGE
def add_note(request: DeskRequest, reference: str) -> HttpResponse:
    """Add what happened."""
    asker, now = request.asker, clock.now()
    held, typing = queries.get_concern(asker, reference), Typing("concern-note", reference)
    rules.check_may_write(asker, held)
    form = typed_form(request, typing, forms.NoteForm, now, initial={"happened_at": now})
    if done(form, lambda data: actions.add_note(by=asker, at=now, concern=held, **data)):
        return _back(request, typing, "The note is added.")
    context = {"form": form, "concern": held, "typing": typing, "what": "Add a note", "button": "Add the note"}
    return render(request, "safeguarding/write.html", context)


@PAGE
def plan(request: DeskRequest, reference: str) -> HttpResponse:
    """Write what is planned."""
    asker, now = request.asker, clock.now()
    held, typing = queries.get_concern(asker, reference), Typing("concern-plan", reference)
    rules.check_may_manage(asker)
    rules.check_is_open(held)
    form = typed_form(request, typing, forms.PlanForm, now, initial={"plan": held.plan or ""})
    base = _sent_version(request)

    def deed(data: dict[str, Any]) -> None:
        actions.write_plan(by=asker, at=now, concern=held, plan=data["plan"], base_version=base)

    if done(form, deed):
        return _back(request, typing, "The plan is saved.")
    context = {"form": form, "concern": held, "typing": typing, "what": "Plan", "button": "Save the plan"}
    version = base if request.method == "POST" else held.version
    return render(request, "safeguarding/write.html", context | {"version": version})


@PAGE
def hand_over(request: DeskRequest, reference: str) -> HttpResponse:
    """Give the concern to another owner."""
    asker, now = request.asker, clock.now()
    held, typing = queries.get_concern(asker, reference), Typing("concern-owner", reference)
    rules.check_may_manage(asker)
    rules.check_is_open(held)
    form = typed_form(request, typing, forms.HandOverForm, now, people=queries.may_own(asker, at=now))

    def deed(data: dict[str, Any]) -> None:
        actions.hand_over(by=asker, at=now, concern=held, owner_id=form.chosen(), why=data["why"])

    if done(form, deed):
        return _back(request, typing, "The concern has another owner.")
    context = {"form": form, "concern": held, "typing": typing, "what": "Give it to another owner"}
    return render(request, "safeguarding/write.html", context | {"button": "Give it to them"})


@PAGE
def close(request: DeskRequest, reference: str) -> HttpResponse:
    """Close the concern with what came of it and why."""
    asker, now = request.asker, clock.now()
    held, typing = queries.get_concern(asker, reference), Typing("concern-close", reference)
    rules.check_may_manage(asker)
    rules.check_is_open(held)
    left = waiting(list(held.disclosures.all()))
    form = typed_form(request, typing, forms.CloseForm, now)
    if done(form, lambda data: actions.close_concern(by=asker, at=now, concern=held, **data)):
        return _back(request, typing, f"Concern {reference} is closed.")
    context = {"form": form, "concern": held, "typing": typing, "unacknowledged": left}
    return render(request, "safeguarding/close.html", context)


@PAGE
def reopen(request: DeskRequest, reference: str) -> HttpResponse:
    """Open a closed concern again."""
    asker, now = request.asker, clock.now()
    held = queries.get_concern(asker, reference)
    rules.check_may_manage(asker)
    form = ReasonForm(sent(request))
    if done(form, lambda data: actions.reopen_concern(by=asker, at=now, concern=held, **data)):
        messages.success(request, f"Concern {reference} is open again.")
        return redirect("safeguarding:concern", reference)
    return render(request, "safeguarding/reopen.html", {"form": form, "concern": held})


@PAGE
def restrict(request: DeskRequest, reference: str) -> HttpResponse:
    """Close the concern to all but its owner and named people."""
    asker, now = request.asker, clock.now()
    held = queries.get_concern(asker, reference)
    rules.check_may_restrict(asker)
    offered, own = access.may_be_named(asker, CONCERN, at=now), str(asker.user_id)
    form = forms.RestrictForm(sent(request), offered=offered, initial={"people": [own]})

    def deed(data: dict[str, Any]) -> None:
        actions.restrict_concern(by=asker, at=now, concern=held, people=form.chosen(), reason=data["reason"])

    if done(form, deed):
        messages.success(request, f"{reference} is open to its owner and the people you named, and to nobody else.")
        still = asker.user_id in (*form.chosen(), held.owner_id)
        return redirect("safeguarding:concern", reference) if still else redirect("safeguarding:concerns")
    return render(request, "safeguarding/restrict.html", {"form": form, "concern": held})


@PAGE
def unrestrict(request: DeskRequest, reference: str) -> HttpResponse:
    """Open a restricted concern again."""
    asker, now = request.asker, clock.now()
    held = queries.get_concern(asker, reference)
    rules.check_may_restrict(asker)
    form = ReasonForm(sent(request))
    if done(form, lambda data: actions.unrestrict_concern(by=asker, at=now, concern=held, **data)):
        messages.success(request, f"{reference} is open again to all whose work it is.")
        return redirect("safeguarding:concern", reference)
    return render(request, "safeguarding/unrestrict.html", {"form": form, "concern": held})


def _shows_named(request: DeskRequest, held: Concern) -> bool:
    """Who is named is shown on a restricted concern to those who name people and those who are named."""
    return held.restricted and (request.asker.may(RESTRICT) or held.pk in request.asker.granted_ids(CONCERN))


def _sent_version(request: DeskRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _back(request: DeskRequest, typing: Typing, words: str) -> HttpResponse:
    """It is saved: the draft goes, and the concern's page says so."""
    typing.forget(request, clock.now())
    messages.success(request, words)
    return redirect("safeguarding:concern", typing.about)
