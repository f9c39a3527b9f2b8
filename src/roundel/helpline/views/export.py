"""Taking the contact list out of the system, as a file that only its password opens."""

from __future__ import annotations

import tempfile

from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from roundel.access.http import PAGE, DeskRequest
from roundel.helpline import export, rules
from roundel.helpline.actions import views as actions
from roundel.helpline.filters import Chosen
from roundel.helpline.forms.export import ExportForm
from roundel.helpline.forms.lists import ListForm, address
from roundel.helpline.queries import lists
from roundel.kernel import clock

IN_MEMORY = 8 * 1024 * 1024  # a larger file waits on the disk, encrypted as it is


@PAGE
def export_list(request: DeskRequest) -> HttpResponse | FileResponse:
    """What the file will hold, and a password; then the file."""
    rules.check_may_export(request.asker)
    filters = ListForm(request.GET, today=clock.today(), practitioners=lists.practitioners())
    if not filters.is_valid():
        return redirect(f"{reverse('helpline:list')}?{request.GET.urlencode()}")
    chosen = filters.chosen()
    form = ExportForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "helpline/export.html", _context(request, chosen, form))
    return _file(request, chosen, form.cleaned_data["password"])


def _file(request: DeskRequest, chosen: Chosen, password: str) -> FileResponse:
    moment = clock.now()
    sink = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the response closes it
    actions.export_contacts(by=request.asker, at=moment, chosen=chosen, password=password, into=sink)
    sink.seek(0)
    name = export.file_name(moment, "zip")
    return FileResponse(sink, as_attachment=True, filename=name, content_type="application/zip")


def _context(request: DeskRequest, chosen: Chosen, form: ExportForm) -> dict[str, object]:
    return {
        "form": form,
        "suggestion": export.suggested_password(),
        "count": lists.count_up_to(request.asker, chosen, export.MOST_ROWS + 1),
        "most": export.MOST_ROWS,
        "headings": export.HEADINGS,
        "back": f"{reverse('helpline:list')}{address(chosen)}",
    }
