"""What everybody sees about himself: his account, and the session's clock."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from roundel.access import queries
from roundel.access.http import DeskRequest
from roundel.access.middleware import seconds_left
from roundel.access.roles import ROLES
from roundel.kernel import clock


@require_GET
def account(request: DeskRequest) -> HttpResponse:
    """Name, address, roles with what they include, and the ways of signing in."""
    moment = clock.now()
    context = {
        "user": request.user,
        "roles": [ROLES[role] for role in sorted(request.asker.roles) if role in ROLES],
        "second_steps": queries.own_second_steps(request.asker),
        "open_records": queries.own_emergencies(request.asker, at=moment),
        "now": moment,
    }
    return render(request, "access/account.html", context)


@require_GET
def remaining(request: DeskRequest) -> JsonResponse:
    """How many seconds are left. Asking does not prolong the session."""
    return _clock(request)


@require_POST
def go_on(request: DeskRequest) -> JsonResponse:
    """Stay signed in."""
    return _clock(request)


@require_GET
def no_code(request: HttpRequest) -> HttpResponse:
    """What to do without the telephone."""
    return render(request, "access/no_code.html")


def _clock(request: DeskRequest) -> JsonResponse:
    seconds = seconds_left(request, clock.now())
    return JsonResponse({"seconds": seconds, "csrf": get_token(request), "person": str(request.asker.user_id)})
