"""What needs somebody now: a call answered where the asker sits, and the tiles of the board."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import NamedTuple

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils import timezone

from roundel.access import scopes
from roundel.access.grants import Asker
from roundel.calls import rules
from roundel.calls.enums import Outcome, Source
from roundel.calls.grid import clock_words
from roundel.calls.here import zone
from roundel.calls.models import Call
from roundel.calls.queries.places import extensions_of
from roundel.kernel.board import Tile, Tone
from roundel.kernel.work import Urgency, WorkItem

MOST = 5
IN_USE = dt.timedelta(days=14)


class Arrived(NamedTuple):
    """A call that was answered where the asker sits, from which no contact was begun yet."""

    id: uuid.UUID
    answered_at: dt.datetime
    line: str
    extension: str


def arriving(asker: Asker, at: dt.datetime) -> list[Arrived]:
    """The calls answered where the asker sits, newest first; empty for those who sit nowhere. At most three queries."""
    if not asker.may(rules.ANSWER):
        return []
    extensions = extensions_of(asker, at)
    if not extensions:
        return []
    return [
        Arrived(call.pk, call.extension_at or at, call.line, call.extension)
        for call in _offered(asker, at).filter(extension__in=extensions).order_by("-extension_at")[:MOST]
    ]


def get_answered(asker: Asker, at: dt.datetime, call_id: uuid.UUID) -> Call:
    """One call that was answered where the asker sits, within the last two hours; NotFound for any other."""
    mine = Call.objects.filter(
        source=Source.TELEPHONE, extension__in=extensions_of(asker, at), extension_at__gt=at - rules.OFFERED
    )
    return scopes.get_visible(asker, rules.CALL, mine, pk=call_id)


def work_queue(asker: Asker, at: dt.datetime) -> list[WorkItem]:
    """Calls answered where the asker sits, from which no contact was begun."""
    return [
        WorkItem(
            urgency=Urgency.TODAY,
            what="A call answered at your extension",
            why=f"Answered at {clock_words(each.answered_at, zone())}. No contact has been begun from it.",
            action="Take the contact",
            url=reverse("calls:answered", args=[each.id]),
            since=each.answered_at,
        )
        for each in arriving(asker, at)
    ]


def tiles(asker: Asker, at: dt.datetime) -> list[Tile]:
    """Today's calls, for the board; none where no telephone system has told of a call lately. Three queries."""
    if not asker.may("desk.view_board"):
        return []
    told = Call.objects.filter(source=Source.TELEPHONE)
    if not told.filter(day__gte=timezone.localtime(at - IN_USE).date()).exists():
        return []
    today = told.filter(day=timezone.localtime(at).date())
    counts = dict(today.values_list("outcome").annotate(number=Count("pk")).order_by())
    ringing, unreached = counts.get(Outcome.RINGING, 0), _unreached(today)
    missed, abandoned = counts.get(Outcome.MISSED, 0), counts.get(Outcome.ABANDONED, 0)
    return [
        Tile(
            "Ringing now",
            str(ringing),
            "calls that nobody has answered yet" if ringing else "nobody is waiting",
            Tone.WAITING if ringing else Tone.CALM,
        ),
        Tile("Answered today", str(counts.get(Outcome.ANSWERED, 0)), f"{missed} missed, {abandoned} abandoned"),
        Tile(
            "Not reached today",
            str(unreached),
            "people who called and have spoken with nobody yet",
            Tone.ATTENTION if unreached else Tone.CALM,
        ),
    ]


def _offered(asker: Asker, at: dt.datetime) -> QuerySet[Call]:
    recent = Call.objects.filter(
        source=Source.TELEPHONE, taken_at__isnull=True, extension_at__gt=at - rules.OFFERED, extension_at__lte=at
    )
    return scopes.visible(asker, rules.CALL, recent)


def _unreached(today: QuerySet[Call]) -> int:
    """People whose calls of today have ended, and none of them with an answer. On the board in the room, for those
    who answer: it is not published, so it is not protected."""
    ended = today.filter(outcome__in=(Outcome.MISSED, Outcome.ABANDONED))
    reached = today.filter(outcome=Outcome.ANSWERED, token__isnull=False)
    marked = ended.filter(token__isnull=False).exclude(token__in=reached.values("token"))
    return marked.values("token").distinct().count() + ended.filter(token__isnull=True).count()
