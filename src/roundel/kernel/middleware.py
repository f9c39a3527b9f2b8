"""Middleware that every program uses: which methods are answered, and what a browser may keep."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

GetResponse = Callable[[HttpRequest], HttpResponse]
ALLOWED = ("GET", "HEAD", "POST")


def unnamed_server(get_response: GetResponse) -> GetResponse:
    """Say nothing of which server this is; the one we use would name itself."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers["Server"] = "web"
        return response

    return middleware


def allowed_methods(get_response: GetResponse) -> GetResponse:
    """Answer GET, HEAD and POST; everything else (TRACE and OPTIONS too) is 405."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method not in ALLOWED:
            return HttpResponseNotAllowed(ALLOWED)
        return get_response(request)

    return middleware


def private_pages(get_response: GetResponse) -> GetResponse:
    """No page is kept by a browser or a proxy, and no address leaks to another site.

    No ETag is ever made: a 304 could tell that a hidden record exists or has changed.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Permissions-Policy"] = (
            "camera=(), microphone=(), geolocation=(), payment=(), usb=(), publickey-credentials-get=(self)"
        )
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        return response

    return middleware
