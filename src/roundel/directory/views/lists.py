"""Searching the directory."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from roundel.access.http import DeskRequest
from roundel.directory import queries, rules
from roundel.directory.forms import FilterForm
from roundel.directory.queries import Chosen
from roundel.kernel import clock


@require_safe
def service_list(request: DeskRequest) -> HttpResponse:
    """The entries chosen by the address, a page at a time. An address that is wrong shows none until it is mended."""
    asker, form = request.asker, FilterForm(request.GET)
    rules.check_may_view(asker)
    chosen = form.chosen() if form.is_valid() else None
    page = None
    if chosen is not None:
        page = queries.read_list(asker, today=clock.today(), chosen=chosen, page=request.GET.get("page", 1))
    context = {
        "form": form,
        "page": page,
        "chosen": chosen,
        "selected": _selected(form, chosen) if chosen else [],
        "may_edit": asker.may(rules.EDIT),
    }
    return render(request, "directory/list.html", context)


def _selected(form: FilterForm, chosen: Chosen) -> list[tuple[str, list[tuple[str, str]]]]:
    """Each filter in words with the address of the list without it."""
    shown = []
    for name, value in chosen.changed.items():
        field = form.fields[name]
        words = str(dict(getattr(field, "choices", ())).get(value, value))
        left = {key: kept for key, kept in chosen.changed.items() if key != name}
        shown.append((str(field.label), [(words, f"?{urlencode(left)}")]))
    return shown
