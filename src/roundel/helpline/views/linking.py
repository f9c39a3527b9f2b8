"""Linking contacts, undoing it, and noting what became of the helpline's own part."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from roundel.access.http import PAGE, DeskRequest, sent
from roundel.design.forms import ReasonForm, done
from roundel.helpline import actions, queries, rules
from roundel.helpline.forms.contact import LinkForm
from roundel.helpline.forms.take import PromiseForm
from roundel.kernel import clock


@PAGE
def link(request: DeskRequest, reference: str) -> HttpResponse:
    """Say that this contact and another are probably the same person's."""
    asker, now = request.asker, clock.now()
    contact = queries.get_contact(asker, reference)
    asker.require("helpline.link_contacts", "Your role does not include linking contacts.")
    form = LinkForm(sent(request))
    if done(form, lambda data: actions.link_contacts(by=asker, at=now, contact=contact, **data)):
        messages.success(request, "The two contacts are linked. You can undo it at any time.")
        return redirect("helpline:contact", reference)
    return render(request, "helpline/link.html", {"form": form, "contact": contact})


@PAGE
def undo(request: DeskRequest, reference: str, link_id: uuid.UUID) -> HttpResponse:
    """Undo a link."""
    asker, now = request.asker, clock.now()
    contact = queries.get_contact(asker, reference)
    seen = queries.get_link(asker, contact, link_id)
    rules.check_may_undo_link(asker, seen.link)
    form = ReasonForm(sent(request))
    if done(form, lambda data: actions.undo_link(by=asker, at=now, contact=contact, link_id=link_id, **data)):
        messages.success(request, "The link is undone. It stays in the history of both contacts.")
        return redirect("helpline:contact", reference)
    return render(request, "helpline/unlink.html", {"form": form, "contact": contact, "seen": seen})


@PAGE
def keep_promise(request: DeskRequest, reference: str, action_id: uuid.UUID) -> HttpResponse:
    """What became of something that we were to do ourselves."""
    asker, now = request.asker, clock.now()
    contact = queries.get_contact(asker, reference)
    action = queries.get_action(contact, action_id)
    rules.check_may_keep_promise(asker, action, contact)
    form = PromiseForm(sent(request))

    def deed(data: dict[str, Any]) -> None:
        actions.keep_promise(by=asker, at=now, contact=contact, action_id=action_id, answer=form.kept_answer())

    if done(form, deed):
        messages.success(request, "Noted.")
        return redirect("helpline:contact", reference)
    return render(request, "helpline/promise.html", {"form": form, "contact": contact, "action": action})
