"""The page of one contact, and the safety plan that comes from it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from roundel.access import queries as access
from roundel.access.http import DeskRequest
from roundel.callbacks import queries as call_backs
from roundel.helpline import queries
from roundel.helpline.enums import PLAN_WORDS, ActionKind, State
from roundel.helpline.rules import KIND
from roundel.helpline.views.history import history_of
from roundel.kernel import clock
from roundel.safeguarding.queries import about_source
from roundel.safeguarding.sources import Origin


@require_safe
def contact_page(request: DeskRequest, reference: str) -> HttpResponse:
    """Everything that is recorded of a contact."""
    asker, now = request.asker, clock.now()
    page = queries.read_contact(asker, at=now, reference=reference)
    contact = page.contact
    mine = contact.taken_by_id == asker.user_id or asker.may("helpline.correct_contact")
    takes = asker.may("helpline.take_contact")
    context = {
        "page": page,
        "call_backs": call_backs.of_source(asker, contact.reference, now),
        "contact": contact,
        "history": history_of(page),
        "named_people": access.named_for(asker, KIND, contact.pk, at=now) if contact.restricted else [],
        "may_write": takes and mine and contact.state == State.TAKING,
        "may_reopen": takes and mine and contact.state == State.FINISHED,
        "may_take": takes,
        "may_call_back": asker.may("callbacks.make_call"),
        "may_link": asker.may("helpline.link_contacts") and contact.state in (State.TAKING, State.FINISHED),
        "may_restrict": asker.may("helpline.restrict_contact"),
        "decided": about_source(asker, Origin("helpline", reference)),
        "may_decide": asker.may("safeguarding.propose_decision") and contact.state in (State.TAKING, State.FINISHED),
        "may_take_on": asker.may_any("helpline.view_flagged_contact", "helpline.correct_contact"),
    }
    return render(request, "helpline/contact.html", context)


@require_safe
def earlier_version(request: DeskRequest, reference: str, number: int) -> HttpResponse:
    """What stood in a contact before somebody wrote over it."""
    contact, earlier, rows = queries.read_earlier(request.asker, at=clock.now(), reference=reference, number=number)
    return render(request, "helpline/earlier.html", {"contact": contact, "earlier": earlier, "rows": rows})


@require_safe
def plan(request: DeskRequest, reference: str) -> HttpResponse:
    """What was agreed and is still open, grouped; to print or read out, without any name or reference."""
    made = queries.read_plan(request.asker, at=clock.now(), reference=reference)
    groups: dict[str, list[object]] = {}
    for action in made.actions:
        heading = PLAN_WORDS.get(ActionKind(action.kind), action.get_kind_display())
        groups.setdefault(heading, []).append(action)
    context = {"groups": groups, "services": made.services, "reference": reference, "today": clock.today()}
    return render(request, "helpline/plan.html", context)
