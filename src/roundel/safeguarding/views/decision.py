"""A threshold decision: read, seconded or not, withdrawn; and the list of those that wait."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from roundel.access.http import PAGE, DeskRequest, sent
from roundel.design.forms import ReasonForm, done
from roundel.kernel import clock
from roundel.safeguarding import actions, queries, rules
from roundel.safeguarding.enums import DecisionState
from roundel.safeguarding.forms.decision import SecondForm
from roundel.safeguarding.queries import lists
from roundel.safeguarding.views.typing import Typing, typed_form


@require_safe
def decision(request: DeskRequest, reference: str) -> HttpResponse:
    """What is decided, why, and who seconded it."""
    return render(request, "safeguarding/decision.html", _context(request, reference))


@PAGE
def second(request: DeskRequest, reference: str) -> HttpResponse:
    """The same page, with: agree or not, because."""
    asker, now = request.asker, clock.now()
    held, typing = queries.get_decision(asker, reference), Typing("second", reference)
    rules.check_may_second(asker, held)
    form = typed_form(request, typing, SecondForm, now)

    def deed(data: dict[str, Any]) -> None:
        agrees = data["agrees"] == "yes"
        actions.second(by=asker, at=now, decision=held, agrees=agrees, because=data["because"])

    if done(form, deed):
        typing.forget(request, now)
        messages.success(request, _answered(agrees=form.cleaned_data["agrees"] == "yes", reference=reference))
        return redirect("safeguarding:decision", reference)
    context = _context(request, reference) | {"form": form, "typing": typing}
    return render(request, "safeguarding/decision.html", context)


@PAGE
def withdraw(request: DeskRequest, reference: str) -> HttpResponse:
    """Take back one's own proposal before it is answered."""
    asker, now = request.asker, clock.now()
    held = queries.get_decision(asker, reference)
    rules.check_may_withdraw(asker, held)
    form = ReasonForm(sent(request))
    if done(form, lambda data: actions.withdraw(by=asker, at=now, decision=held, **data)):
        messages.success(request, f"{reference} is withdrawn. It stays on record, with your reason.")
        return redirect("safeguarding:decision", reference)
    return render(request, "safeguarding/withdraw.html", {"form": form, "decision": held})


@require_safe
def decision_list(request: DeskRequest) -> HttpResponse:
    """Decisions that wait to be seconded, or all of them."""
    shown = "all" if request.GET.get("show") == "all" else lists.TO_SECOND
    now = clock.now()
    page = lists.read_decisions(request.asker, at=now, shown=shown, page=request.GET.get("page", "1"))
    return render(request, "safeguarding/decisions.html", {"page": page, "shown": shown, "now": now})


def _context(request: DeskRequest, reference: str) -> dict[str, Any]:
    asker, now = request.asker, clock.now()
    page = queries.read_decision(asker, at=now, reference=reference)
    held = page.decision
    mine = held.proposed_by_id == asker.user_id
    return {
        "page": page,
        "decision": held,
        "now": now,
        "form": None,
        "may_second": rules.may_second(asker, held),
        "may_withdraw": mine and held.state == DecisionState.PROPOSED,
        "may_decide_anew": bool(page.source_page) and asker.may("safeguarding.propose_decision"),
    }


def _answered(*, agrees: bool, reference: str) -> str:
    if agrees:
        return f"You have seconded {reference}."
    return f"You have not seconded {reference}. Speak with whoever proposed it: they see your reason."
