"""A new code for a caller who has one: because somebody else may know it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from roundel.access.http import PAGE, DeskRequest, sent
from roundel.correspondence import actions as callers
from roundel.correspondence.actions import Issued
from roundel.correspondence.codes import shown
from roundel.design.forms import done
from roundel.helpline import queries
from roundel.helpline.forms.contact import NewCodeForm
from roundel.helpline.views import drafting
from roundel.kernel import clock
from roundel.kernel.errors import Refused


@PAGE
def replace_code(request: DeskRequest, reference: str) -> HttpResponse:
    """Say why, then the new code, once. A page that is sent again makes no second one."""
    contact = queries.get_for_writing(request.asker, reference)
    caller = contact.caller
    if caller is None:
        raise Refused("This contact belongs to no code yet. Enter their code, or issue one, while you take it.")
    form = NewCodeForm(sent(request), known=caller.code_issued_at)
    issued: list[Issued] = []

    def deed(data: dict[str, Any]) -> None:
        issued.append(callers.replace_code(caller=caller, reason=data["reason"], by=request.asker, at=clock.now()))

    if done(form, deed):
        shown_once = {"contact": contact, "alias": caller.alias, "code": shown(issued[0].code)}
        return render(request, "helpline/code_issued.html", shown_once | drafting.CONTACT.names())
    return render(request, "helpline/new_code.html", {"contact": contact, "alias": caller.alias, "form": form})
