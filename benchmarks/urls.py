"""The desk's addresses, and two that do as little as one can do."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

from roundel.config.urls_desk import *  # noqa: F403
from roundel.config.urls_desk import urlpatterns

NEWEST = """
    SELECT c.reference, c.started_at, c.ended_at, c.channel, c."group", c.stage, c.state, c.restricted, u.name
    FROM helpline_contact c JOIN access_user u ON u.id = c.taken_by_id
    WHERE NOT c.restricted AND c.nature = 'conversation'
    ORDER BY c.started_at DESC, c.id DESC LIMIT 26
"""


def empty(request: HttpRequest) -> HttpResponse:
    """Signed in, middleware and all, and nothing else."""
    return HttpResponse(str(request.asker.user_id is not None))  # type: ignore[attr-defined]


def raw_list(request: HttpRequest) -> HttpResponse:
    """The rows of the list by plain SQL, as plain text: no scope, no audit, no page."""
    with connection.cursor() as cursor:
        cursor.execute(NEWEST)
        rows = cursor.fetchall()
    return HttpResponse("\n".join("\t".join(map(str, row)) for row in rows), content_type="text/plain")


urlpatterns = [path("bench/empty", empty), path("bench/raw-list", raw_list), *urlpatterns]
