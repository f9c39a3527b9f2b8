"""The home page and the search box."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from roundel.access.http import DeskRequest
from roundel.access.rules import sees_only_the_board
from roundel.desk import finding, queries
from roundel.desk.navigation import beside_the_menu
from roundel.helpline import queries as helpline
from roundel.kernel import clock


@require_GET
def home(request: DeskRequest) -> HttpResponse:
    """What needs this person now, then what he has been doing. The screen on the wall has nothing but its board."""
    if sees_only_the_board(request.asker):
        return redirect("desk:board")
    moment = clock.now()
    context = {
        "groups": queries.work_queue(request.asker, at=moment),
        "week": helpline.week(request.asker, moment),
        "has_role": bool(request.asker.roles),
        "may_take": request.asker.may("helpline.take_contact"),
        "now": moment,
    }
    return render(request, "desk/home.html", context)


@require_GET
def more(request: DeskRequest) -> HttpResponse:
    """The places that do not fit into the menu, each with what is there."""
    return render(request, "desk/more.html", {"places": beside_the_menu(request.asker)})


@require_POST
def find(request: DeskRequest) -> HttpResponse:
    """Go to what the search box names. A POST, so that no name stands in an address or a history."""
    text = request.POST.get("q", "")
    found = helpline.find(request.asker, at=clock.now(), text=text)
    where = found.url or finding.page_of(request.asker, text)
    if where:
        return redirect(where)
    return render(request, "desk/found.html", {"found": found, "q": text})
