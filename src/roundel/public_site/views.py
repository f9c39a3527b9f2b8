"""Public pages. None of them sets a cookie, asks who somebody is, or writes anything down."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe


def _page(request: HttpRequest, name: str) -> HttpResponse:
    context = {"number": settings.ROUNDEL_HELPLINE_NUMBER, "hours": settings.ROUNDEL_HELPLINE_HOURS}
    return render(request, f"public_site/{name}.html", context)


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """The landing page."""
    return _page(request, "start")


@require_safe
def reach_us(request: HttpRequest) -> HttpResponse:
    """How to reach the helpline, and what happens then."""
    return _page(request, "reach_us")


@require_safe
def confidentiality(request: HttpRequest) -> HttpResponse:
    """What stays private, and what must be passed on."""
    return _page(request, "confidentiality")


@require_safe
def leaving(request: HttpRequest) -> HttpResponse:
    """What the way out does, and what it cannot do."""
    return _page(request, "leaving")


@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """Forget this visit and go to a page that says nothing."""
    request.session.flush()
    response = HttpResponseRedirect(settings.ROUNDEL_LEAVE_TO or reverse("public_site:away"))
    response.status_code = 303
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    response.delete_cookie(settings.SESSION_COOKIE_NAME)
    return response


@require_safe
def away(request: HttpRequest) -> HttpResponse:
    """A page that says nothing about where somebody has been."""
    return render(request, "public_site/away.html")
