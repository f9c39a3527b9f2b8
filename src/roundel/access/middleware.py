"""Who is asking, whether the second factor was given, how long the session lasts, how a refusal looks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode

from roundel.access.grants import NOBODY, Asker, load_asker
from roundel.design import errors as pages
from roundel.kernel import clock
from roundel.kernel.errors import Conflict, NotFound, Refused

GetResponse = Callable[[HttpRequest], HttpResponse]
SEEN = "seen_at"
# What may be reached without a session, by prefix of the path. Everything else asks for a sign-in first.
OPEN_PATHS = ("/accounts/login/", "/accounts/2fa/authenticate/", "/accounts/password/reset/", "/accounts/2fa/webauthn/login/")
OPEN_FILES = ("/static/", "/brand.css", "/health")
# What a signed-in person without a second factor may reach: setting one up, and leaving.
SETTING_UP = ("/accounts/",)


def asker(get_response: GetResponse) -> GetResponse:
    """Put ``request.asker`` there, loaded at first use."""

    def middleware(request: HttpRequest) -> HttpResponse:
        def load() -> Asker:
            if not request.user.is_authenticated:
                return NOBODY
            return load_asker(request.user.pk, at=clock.now())

        request.asker = SimpleLazyObject(load)  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


def signed_in_with_second_factor(get_response: GetResponse) -> GetResponse:
    """Nothing but the sign-in pages is open to a stranger; nothing but set-up without a second factor."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path.startswith((*OPEN_FILES, *OPEN_PATHS)):
            return get_response(request)
        if not request.user.is_authenticated:
            return _sign_in_first(request)
        if not request.path.startswith(SETTING_UP) and not is_mfa_enabled(request.user):
            return HttpResponseRedirect(reverse("mfa_index"))
        return get_response(request)

    return middleware


def session_clock(get_response: GetResponse) -> GetResponse:
    """End a session that nobody has used for a while. Asking how long is left does not prolong it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return get_response(request)
        moment = clock.now()
        if seconds_left(request, moment) <= 0:
            logout(request)
            return _sign_in_first(request)
        if request.path != "/session/remaining":
            request.session[SEEN] = moment.isoformat()
        return get_response(request)

    return middleware


def seconds_left(request: HttpRequest, moment: dt.datetime) -> int:
    """How long this session lasts if nothing more is done in it, in seconds."""
    seen = request.session.get(SEEN)
    idle = (moment - dt.datetime.fromisoformat(seen)).total_seconds() if seen else 0
    return int(settings.ROUNDEL_IDLE_MINUTES * 60 - idle)


def refusals(get_response: GetResponse) -> GetResponse:
    """Turn the errors that rules raise into pages in plain words."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_exception(request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, NotFound) or (isinstance(error, Refused) and not error.may_know):
            return pages.handler404(request, error)
        if isinstance(error, Refused):
            return pages.handler403(request, error)
        if isinstance(error, Conflict):
            return pages.conflict(request, error)
        return None

    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    """To the sign-in page and back again; a script is told with a status instead of a redirect."""
    if request.headers.get("Sec-Fetch-Mode") == "cors" or request.headers.get("Accept") == "application/json":
        return JsonResponse({"signed_out": True}, status=401)
    came_from = request.get_full_path() if request.method == "GET" else "/"
    return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': came_from})}")
