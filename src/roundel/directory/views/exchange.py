"""Files in the form of Open Referral: taking one out, sending one in, looking at what it would do, and doing it."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from roundel.access.http import PAGE, DeskRequest
from roundel.directory import actions, hsds, queries, rules
from roundel.directory.actions.importing import Otherwise
from roundel.directory.forms import ImportForm
from roundel.kernel import clock
from roundel.kernel.uploads import LARGEST


@require_POST
def export(request: DeskRequest) -> JsonResponse:
    """The whole directory as one file."""
    now = clock.now()
    page = actions.export_directory(by=request.asker, at=now)
    answer = JsonResponse(page, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = f'attachment; filename="directory-{timezone.localtime(now):%Y-%m-%d}.json"'
    return answer


@PAGE
def send(request: DeskRequest) -> HttpResponse:
    """Choose a file. It is read and looked at; nothing is imported yet."""
    rules.check_may_edit(request.asker)
    problems: tuple[hsds.Problem, ...] = ()
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if form.is_valid():
        try:
            # One byte more than is allowed is enough to know that it is too large.
            data = form.cleaned_data["file"].read(LARGEST + 1)
            made = actions.send_import(by=request.asker, at=clock.now(), data=data)
        except hsds.BadFile as error:
            problems = error.problems
            form.add_error("file", "This file cannot be imported. Nothing was changed.")
        else:
            return redirect("directory:import_plan", made.pk)
    context = {"form": form, "problems": problems, "earlier": queries.imports(request.asker)}
    return render(request, "directory/import.html", context)


@PAGE
def plan(request: DeskRequest, import_id: uuid.UUID) -> HttpResponse:
    """What a file would do; sent, it does it."""
    asker, now = request.asker, clock.now()
    if request.method == "POST":
        try:
            taken = actions.take_import(by=asker, at=now, import_id=import_id, digest=request.POST.get("digest", ""))
        except Otherwise as refusal:
            messages.warning(request, refusal.reason)
            return redirect("directory:import_plan", import_id)
        messages.success(
            request, f"Imported: {taken.added} added, {taken.changed} changed, {taken.same} left as they were."
        )
        return redirect("directory:import")
    seen = queries.read_import(asker, import_id, at=now)
    return render(request, "directory/import_plan.html", {"seen": seen, "plan": seen.plan, "sent": seen.sent})


@require_POST
def drop(request: DeskRequest, import_id: uuid.UUID) -> HttpResponse:
    """Do not import a file."""
    actions.drop_import(by=request.asker, at=clock.now(), import_id=import_id)
    messages.info(request, "The file was dropped. Nothing was imported.")
    return redirect("directory:import")
