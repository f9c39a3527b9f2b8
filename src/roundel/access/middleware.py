"""Who is asking, whether the second factor was given, how long the session lasts, how a refusal looks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode

from roundel.access import rules
from roundel.access.grants import NOBODY, Asker, load_asker
from roundel.access.queries import SECOND_FACTORS
from roundel.access.scopes import Closed
from roundel.design import errors as pages
from roundel.kernel import clock
from roundel.kernel.errors import Conflict, NotFound, Refused

GetResponse = Callable[[HttpRequest], HttpResponse]
SEEN = "seen_at"
# The moment of the last use is stored at most this often, so that looking at a page costs no write.
STAMP_EVERY = dt.timedelta(seconds=30)
# What may be reached without a session, by prefix of the path. Everything else asks for a sign-in first.
OPEN_PATHS = (
    "/accounts/login/",
    "/accounts/logout/",
    "/accounts/inactive/",
    "/accounts/no-code/",
    "/accounts/password/reset/",
    "/accounts/2fa/authenticate/",
    "/accounts/2fa/webauthn/login/",
)
OPEN_FILES = ("/static/", "/brand.css", "/brand/logo", "/health")
# Sent by machines without a session: each message carries a signature, which its view checks before anything else.
SIGNED = ("/calls/event",)
# Asked by scripts, not by people: where to return to after signing in is then the first page.
FOR_SCRIPTS = ("/session/", "/drafts/", "/board/", "/calls/arriving")
# Asked again and again by a page that is merely open: that is no use of the session, and does not prolong it.
NO_USE = ("/session/remaining", "/calls/arriving")
# The same of the board, but for the screen on the wall, which is there as long as it asks.
REFRESHES = "/board/"
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
        if request.path.startswith((*OPEN_FILES, *OPEN_PATHS)) or request.path in SIGNED:
            return get_response(request)
        if not request.user.is_authenticated:
            return _sign_in_first(request)
        if not request.path.startswith(SETTING_UP) and not is_mfa_enabled(request.user, SECOND_FACTORS):
            return HttpResponseRedirect(reverse("mfa_index"))
        return get_response(request)

    return middleware


def session_clock(get_response: GetResponse) -> GetResponse:
    """End a session that nobody has used for a while. Asking how long is left does not prolong it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path.startswith(OPEN_FILES) or not request.user.is_authenticated:
            return get_response(request)
        moment = clock.now()
        if seconds_left(request, moment) <= 0:
            request.timed_out = True  # type: ignore[attr-defined] # read when the sign-out is noted
            logout(request)
            return get_response(request) if request.path.startswith(OPEN_PATHS) else _sign_in_first(request)
        if _is_use(request):
            _stamp(request, moment)
        return get_response(request)

    return middleware


def _is_use(request: HttpRequest) -> bool:
    """Whether asking for this means that somebody is there, or that the screen on the wall still hangs."""
    if request.path.startswith(REFRESHES):
        asker: Asker = request.asker  # type: ignore[attr-defined]
        return rules.sees_only_the_board(asker)
    return request.path not in NO_USE


def _stamp(request: HttpRequest, moment: dt.datetime) -> None:
    seen = request.session.get(SEEN)
    if seen is None or moment - dt.datetime.fromisoformat(seen) >= STAMP_EVERY:
        request.session[SEEN] = moment.isoformat()


def seconds_left(request: HttpRequest, moment: dt.datetime) -> int:
    """How long this session lasts if nothing more is done in it, in seconds."""
    seen = request.session.get(SEEN)
    idle = (moment - dt.datetime.fromisoformat(seen)).total_seconds() if seen else 0
    return int(settings.ROUNDEL_IDLE_MINUTES * 60 - idle)


def refusals(get_response: GetResponse) -> GetResponse:
    """Turn the errors that rules raise into pages in plain words."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code == 405 and request.method == "GET":
            return HttpResponseRedirect(_page_above(request.path))
        return response

    def process_exception(request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, NotFound) or (isinstance(error, Refused) and not error.may_know):
            return pages.handler404(request, error)
        if isinstance(error, Closed):
            return _closed(request, error)
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
    came_from = request.get_full_path() if request.method == "GET" else request.path
    if came_from.startswith(FOR_SCRIPTS):
        came_from = "/"
    return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': came_from})}")


def _page_above(path: str) -> str:
    """The address one step up: where somebody belongs who opens an address that only takes what a form sends."""
    return path.rstrip("/").rpartition("/")[0] + "/"


def _closed(request: HttpRequest, error: Closed) -> HttpResponse:
    """A record that is closed to the asker, with the way to emergency access for those who have it."""
    asker: Asker = request.asker  # type: ignore[attr-defined]
    emergency = ""
    if error.reference and asker.may(rules.BREAK_GLASS):
        emergency = reverse("access:emergency", args=[error.kind, error.reference])
    return render(request, "access/closed.html", {"reference": error.reference, "emergency": emergency}, status=403)
