"""Error pages: what happened, what was kept, what to do. None of them asks the database."""

import logging
from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader

from roundel.kernel.errors import Conflict

log = logging.getLogger("roundel.design")


def bare(name: str, status: int, **context: object) -> HttpResponse:
    """A page rendered without the request: no session, no user, no context processor is touched."""
    return HttpResponse(loader.render_to_string(f"errors/{name}.html", context), status=status)


def handler400(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The request could not be read."""
    return bare("400", 400)


def handler403(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Refused, to somebody who may know that the thing exists; the reason is a sentence for people."""
    return bare("403", 403, reason=getattr(exception, "reason", "") or "")


def handler404(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Not there, or not for this person: the page is the same."""
    return bare("404", 404)


def handler413(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """More was sent than the server takes."""
    return bare("413", 413)


def handler500(request: HttpRequest) -> HttpResponse:
    """Something broke. Plain text if even the page cannot be made."""
    try:
        return bare("500", 500)
    except Exception:  # noqa: BLE001 (the last line of defence: whatever broke the template must not hide the answer)
        log.error("the error page itself could not be rendered")
        text = "Something went wrong with the system. What was saved is kept. Go back and try again in a few minutes."
        return HttpResponse(text, status=500, content_type="text/plain; charset=utf-8")


def too_many(request: HttpRequest, exception: Exception | None = None, *, seconds: int | None = None) -> HttpResponse:
    """Too many tries; `seconds` until the next one is answered, where that is known."""
    response = bare("429", 429, minutes=None if seconds is None else max(1, -(-seconds // 60)))
    if seconds is not None:
        response["Retry-After"] = str(seconds)
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was open too long, or cookies are off."""
    return bare("csrf", 403)


def sent_again(yours: Mapping[str, object]) -> list[tuple[str, str]]:
    """Name and value of each field that was sent, for the hidden inputs behind "Save mine"."""
    pairs: list[tuple[str, str]] = []
    for name, value in yours.items():
        values = value if isinstance(value, (list, tuple)) else [value]
        pairs += [(name, str(one)) for one in values if one is not None]
    return [(name, value) for name, value in pairs if name not in ("csrfmiddlewaretoken", "version")]


def conflict(request: HttpRequest, exc: Conflict, *, back: str | None = None) -> HttpResponse:
    """Somebody else saved first: both versions side by side, and yours is kept.

    The button "Save mine" sends `exc.yours` again to the same address, with the version that is stored now.
    """
    context = {
        "rows": [(one.label, one.theirs, one.yours) for one in exc.differences],
        "sent": sent_again(exc.yours),
        "version": exc.current_version,
        "back": back or request.path,
    }
    return render(request, "errors/409.html", context, status=409)
