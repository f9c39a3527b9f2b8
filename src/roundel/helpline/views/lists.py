"""The contact list, its saved views, and finding a caller's contacts by code."""

from __future__ import annotations

import datetime as dt
import uuid
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.template import engines
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST
from jinja2.environment import TemplateModule

from roundel.access.http import DeskRequest
from roundel.correspondence import actions as callers
from roundel.helpline import filters, rules
from roundel.helpline.actions import views as actions
from roundel.helpline.enums import Nature, State
from roundel.helpline.filters import Chosen
from roundel.helpline.forms import lists as forms
from roundel.helpline.queries import lists as queries
from roundel.kernel import clock
from roundel.kernel.errors import InvalidInput, Refused

TICKED = ("open_actions", "danger", "restricted")


@require_GET
def contact_list(request: DeskRequest) -> HttpResponse:
    """The contacts chosen by the address, a page at a time. An address that is wrong shows none until it is mended."""
    return _list_page(request, _form(request))


@require_POST
def find_code(request: DeskRequest) -> HttpResponse:
    """The contacts of the caller with this code, which travels in the body and stands in no address."""
    request.asker.require("correspondence.use_codes", "Your role does not include caller codes.")
    form = forms.CodeForm(request.POST)
    if not form.is_valid():
        return _list_page(request, _form(request), code_form=form)
    try:
        answer = callers.recognise(code=form.cleaned_data["code"], by=request.asker, at=clock.now(), as_use=False)
    except Refused as refusal:
        form.add_error("code", refusal.reason)
        return _list_page(request, _form(request), code_form=form)
    if isinstance(answer, callers.Recognised):
        return redirect(f"{reverse('helpline:list')}{forms.address(Chosen(caller=answer.caller.pk))}")
    form.add_error("code", answer.message)
    return _list_page(request, _form(request), code_form=form)


@require_POST
def save_view(request: DeskRequest) -> HttpResponse:
    """Keep the filters of the address under a name."""
    form, name_form = _form(request), forms.ViewNameForm(request.POST)
    if not (form.is_valid() and name_form.is_valid()):
        return _list_page(request, form, name_form=name_form)
    query = forms.address(form.chosen())
    name = name_form.cleaned_data["name"]
    try:
        actions.save_view(by=request.asker, at=clock.now(), name=name, query=query)
    except InvalidInput as problem:
        name_form.add_error("name", problem.message)
        return _list_page(request, form, name_form=name_form)
    messages.success(request, f"Your view “{name}” is kept.")
    return redirect(f"{reverse('helpline:list')}{query}")


@require_POST
def remove_view(request: DeskRequest, view_id: uuid.UUID) -> HttpResponse:
    """Remove one of the asker's own views. The contacts in it are not touched."""
    name = actions.remove_view(by=request.asker, at=clock.now(), view_id=view_id)
    messages.success(request, f"Your view “{name}” is removed.")
    return redirect("helpline:list")


def _form(request: DeskRequest) -> forms.ListForm:
    return forms.ListForm(request.GET, today=clock.today(), practitioners=queries.practitioners())


def _list_page(request: DeskRequest, form: forms.ListForm, **more: Any) -> HttpResponse:
    """The page for this form; ``more`` is a second form that did not fit."""
    asker = request.asker
    queries.check_may_list(asker)
    chosen = form.chosen() if form.is_valid() else None
    page = queries.read_list(asker, at=clock.now(), chosen=chosen, place=form.place()) if chosen else None
    alias = queries.alias_of(asker, chosen.caller) if chosen and chosen.caller else None
    context = {
        "form": form,
        "panel": _panel(request, form, chosen, alias),
        "page": page,
        "chosen": chosen,
        "address": forms.address,
        "query": request.GET.urlencode(),
        "views": queries.saved_views(asker),
        "name_form": forms.ViewNameForm(),
        "code_form": forms.CodeForm(),
        "label": filters.label,
        "short_group": filters.short_group,
        "natures": dict(Nature.choices),
        "states": dict(State.choices),
        "may_take": asker.may("helpline.take_contact"),
        "may_export": asker.may("helpline.export_contacts"),
        "may_use_codes": asker.may("correspondence.use_codes"),
        **more,
    }
    return render(request, "helpline/list.html", context)


def _panel(request: DeskRequest, form: forms.ListForm, chosen: Chosen | None, alias: str | None) -> TemplateModule:
    """The filters, drawn once for each choice: they are a third of the work of the page, and the same for everybody."""
    restricted = bool(request.asker.granted_ids(rules.KIND))
    if chosen is None:
        return _drawn(form, [], restricted)
    return _drawn_before(forms.address(chosen), clock.today(), form.practitioners, alias, restricted)


@lru_cache(maxsize=256)
def _drawn_before(
    address: str, day: dt.date, practitioners: tuple[tuple[uuid.UUID, str], ...], alias: str | None, restricted: bool
) -> TemplateModule:
    form = forms.ListForm(QueryDict(address.removeprefix("?")), today=day, practitioners=list(practitioners))
    form.is_valid()
    return _drawn(form, _selected(form, form.chosen(), alias), restricted)


def _drawn(form: forms.ListForm, selected: list[tuple[str, list[tuple[str, str]]]], restricted: bool) -> TemplateModule:
    """A template that is drawn already; it stands in a page without being escaped a second time."""
    template = engines["jinja2"].env.get_template("helpline/list_filters.html")  # type: ignore[attr-defined]
    drawn: TemplateModule = template.make_module({"form": form, "selected": selected, "may_restricted": restricted})
    return drawn


def _selected(form: forms.ListForm, chosen: Chosen, alias: str | None) -> list[tuple[str, list[tuple[str, str]]]]:
    """Each filter in words with the address of the list without it."""
    parameters = forms.parameters(chosen)
    shown = []
    for name, value in chosen.changed.items():
        if name in {"since", "until", "order"}:
            continue
        left = {key: kept for key, kept in parameters.items() if key.partition("-")[0] not in _belongs(name)}
        words = _words(form, chosen, name, value, alias)
        shown.append((str(form.fields[name].label or "Caller"), [(words, f"?{urlencode(left)}")]))
    return shown


def _belongs(name: str) -> set[str]:
    """The parameters that a filter brings."""
    return {"period", "since", "until"} if name == "period" else {name}


def _words(form: forms.ListForm, chosen: Chosen, name: str, value: object, alias: str | None) -> str:
    if name in TICKED:
        return "Yes"
    if name == "caller":
        return alias or "A caller of whom you see no contact"
    if name == "period" and value == forms.OWN:
        return forms.days_in_words(chosen.since, chosen.until)
    return str(dict(form.fields[name].choices)[str(value)])  # type: ignore[attr-defined]
