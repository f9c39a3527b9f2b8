"""The door for telephone systems. Whoever does not sign learns nothing here, not even what was wrong."""

from __future__ import annotations

import logging
from http import HTTPStatus

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from roundel.audit.actions import System
from roundel.calls import actions, adapters, signatures
from roundel.kernel import clock

BY = System("telephone system")
MOST_BYTES = 64 * 1024
MOST_A_MINUTE = 1_200
log = logging.getLogger("roundel.calls")


@csrf_exempt
@require_POST
def event(request: HttpRequest) -> HttpResponse:
    """Take in one signed message. 204 when it was taken in or tells us nothing; no answer has a body."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > MOST_BYTES:
        return HttpResponse(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    now, body = clock.now(), request.body
    try:
        code, signed_at = signatures.check(request.headers.get(signatures.HEADER, ""), body, now)
        if _too_many():
            return HttpResponse(status=HTTPStatus.TOO_MANY_REQUESTS)
        telling = adapters.read(request.content_type or "", body, signed_at)
        actions.receive(by=BY, at=now, telling=telling, code=code, signed_at=signed_at)
    except signatures.NotSigned:
        return HttpResponse(status=HTTPStatus.FORBIDDEN)
    except adapters.Unreadable:
        log.warning("A signed message of the telephone system could not be read.")
        return HttpResponse(status=HTTPStatus.BAD_REQUEST)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


def _too_many() -> bool:
    """Whether a sender that does sign has run wild. One count for all; those who do not sign never get so far, so
    nobody can use it up for the telephone system."""
    bucket = f"calls.event.{int(clock.now().timestamp()) // 60}"
    cache.add(bucket, 0, timeout=120)
    return cache.incr(bucket) > MOST_A_MINUTE
