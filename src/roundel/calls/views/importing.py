"""Importing a file: look at what would be added, then add it."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from roundel.access.http import PAGE, DeskRequest
from roundel.calls import actions, forms, queries, rules
from roundel.calls.models import Import
from roundel.calls.reading import Unusable
from roundel.calls.reading.columns import Column
from roundel.calls.views import shown
from roundel.calls.views.uploads import in_memory
from roundel.kernel import clock

PER_PAGE = 20


@in_memory
@PAGE
def upload(request: DeskRequest) -> HttpResponse:
    """Choose a file. It is checked, and nothing is added yet."""
    rules.check_may_enter(request.asker)
    form = forms.UploadForm(request.POST, request.FILES) if request.method == "POST" else forms.UploadForm()
    columns = _columns(request, form)
    checked_one = _check(request, form, columns) if columns and forms.CHOOSE not in request.POST else None
    if checked_one is not None:
        return redirect("calls:checked", checked_one.pk)
    page = Paginator(queries.imports(request.asker), PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "columns": columns, "page": page, "rows": shown.import_rows(page)}
    return render(request, "calls/import.html", context)


def _columns(request: DeskRequest, form: forms.UploadForm) -> forms.ColumnsForm | None:
    """Which column says what: as chosen on the page, else as last time, else as the header lets one guess."""
    if not form.is_valid() or form.table is None:
        return None
    chosen = request.POST if Column.BEGAN.value in request.POST else None
    return forms.columns_form(form.table, queries.earlier_mapping(request.asker, form.table), chosen)


def _check(request: DeskRequest, form: forms.UploadForm, columns: forms.ColumnsForm) -> Import | None:
    """The checked file, or None with the reason beside its field."""
    if not columns.is_valid() or form.table is None:
        return None
    try:
        return actions.check_file(
            by=request.asker, at=clock.now(), content=form.content, table=form.table, mapping=columns.mapping()
        )
    except Unusable as error:
        form.add_error("file", str(error))
        return None


@require_GET
def checked(request: DeskRequest, import_id: uuid.UUID) -> HttpResponse:
    """What a check found, and what became of it."""
    rules.check_may_enter(request.asker)
    found = queries.get_import(request.asker, import_id)
    return render(request, "calls/checked.html", {"found": found, "problems": shown.problem_rows(found)})


@require_POST
def add(request: DeskRequest, import_id: uuid.UUID) -> HttpResponse:
    """Add what was found."""
    checked_one = queries.get_import(request.asker, import_id)
    held = actions.add_import(by=request.asker, at=clock.now(), checked=checked_one)
    messages.success(request, f"{held.added:,} calls were added.")
    return redirect("calls:checked", import_id)


@require_POST
def drop(request: DeskRequest, import_id: uuid.UUID) -> HttpResponse:
    """Add nothing."""
    actions.drop_import(by=request.asker, at=clock.now(), checked=queries.get_import(request.asker, import_id))
    messages.success(request, "Nothing was added. What the check had read is forgotten.")
    return redirect("calls:import")


@PAGE
def take_back(request: DeskRequest, import_id: uuid.UUID) -> HttpResponse:
    """Take the calls of an import out again."""
    rules.check_may_enter(request.asker)
    added = queries.get_import(request.asker, import_id)
    if request.method == "POST":
        actions.take_back_import(by=request.asker, at=clock.now(), added=added)
        messages.success(request, "The calls of this file are counted no longer.")
        return redirect("calls:checked", import_id)
    return render(request, "calls/take_back.html", {"found": added})
