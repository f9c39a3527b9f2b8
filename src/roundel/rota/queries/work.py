"""What the rota wants of somebody now, derived from the records each time."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from roundel.access.grants import Asker
from roundel.design.words import time_words
from roundel.kernel.work import Urgency, WorkItem
from roundel.rota import hours, moments, rules, words
from roundel.rota.enums import Duty, SigningState
from roundel.rota.models import CoverRequest, Shift, Signing
from roundel.rota.queries.places import AROUND, own_places, visible_to

AHEAD = dt.timedelta(days=7)
PRESSING = dt.timedelta(hours=48)
BREAK_AFTER = dt.timedelta(hours=4)
MOST = 20
# How a place ends without the one who had it.
BY_OTHERS = {
    SigningState.TAKEN_OFF: "took you off it",
    SigningState.CANCELLED: "cancelled it",
    SigningState.COVERED: "has taken it over",
}


def work_queue(asker: Asker, at: dt.datetime) -> list[WorkItem]:
    """Places that are empty, cover that is asked for, one's own shift, what others changed of it. Five queries."""
    if not asker.may(rules.VIEW):
        return []
    return [*_gaps(asker, at), *_cover(asker, at), *_own(asker, at), *_changed(asker, at)]


def _gaps(asker: Asker, at: dt.datetime) -> list[WorkItem]:
    """For managers: the days of the next week on which somebody is missing."""
    if not asker.may(rules.MANAGE):
        return []
    down = Count("signings", filter=Q(signings__ended_at__isnull=True, signings__user__is_active=True))
    shifts = visible_to(asker).filter(cancelled_at=None, ends_at__gt=at, starts_at__lt=at + AHEAD)
    empty: dict[dt.date, int] = defaultdict(int)
    for starts_at, needed, there in shifts.annotate(down=down).values_list("starts_at", "needed", "down"):
        empty[moments.day_of(starts_at)] += max(0, needed - there)
    return [_gap_item(day, count, at) for day, count in sorted(empty.items()) if count]


def _gap_item(day: dt.date, count: int, at: dt.datetime) -> WorkItem:
    week = day.isocalendar()
    return WorkItem(
        urgency=Urgency.TODAY if day <= moments.day_of(at) else Urgency.SOON,
        what=f"Rota of {words.day(day)}",
        why=f"{words.empty(count)}.",
        action="See the day",
        url=f"{reverse('rota:week_of', args=[week.year, week.week])}#day-{day.isoformat()}",
        since=moments.midnight(day),
    )


def _cover(asker: Asker, at: dt.datetime) -> list[WorkItem]:
    """Cover that the asker could take, and for managers what nobody has taken while time runs out."""
    mine, manages = asker.may(rules.SIGN_UP), asker.may(rules.MANAGE)
    if not (mine or manages):
        return []
    found = CoverRequest.objects.filter(
        settled_at=None, signing__shift__in=visible_to(asker).filter(cancelled_at=None, ends_at__gt=at)
    ).exclude(signing__user_id=asker.signed_in_id())
    asked = list(found.select_related("signing__shift", "signing__user").order_by("signing__shift__starts_at")[:MOST])
    own = _own_stretches(asker, at) if asked and mine else []
    items = (_cover_item(asker, at, one, own, manages=manages) for one in asked)
    return [item for item in items if item is not None]


def _own_stretches(asker: Asker, at: dt.datetime) -> list[hours.Stretch]:
    return [rules.stretch_of(place.shift) for place in own_places(asker).filter(shift__ends_at__gt=at - AROUND)]


def _cover_item(
    asker: Asker, at: dt.datetime, cover: CoverRequest, own: list[hours.Stretch], *, manages: bool
) -> WorkItem | None:
    shift = cover.signing.shift
    could = asker.may(rules.SIGN_UP) and rules.takes(asker.roles, shift.duty)
    could = could and hours.overlapping(own, rules.stretch_of(shift)) is None
    presses = shift.starts_at - at < PRESSING
    if not could and not (manages and presses):
        return None
    return WorkItem(
        urgency=Urgency.TODAY if presses else Urgency.SOON,
        what=_what(shift),
        why=f"{cover.signing.user.name} asks for cover" + (", and nobody has taken it." if presses else "."),
        action="See whether you can" if could else "Find somebody",
        url=reverse("rota:shift", args=[shift.pk]),
        since=shift.starts_at,
    )


def _own(asker: Asker, at: dt.datetime) -> list[WorkItem]:
    """One's own shift of today, and the break that is due in it."""
    tomorrow = moments.midnight(moments.day_of(at) + moments.A_DAY)
    found = own_places(asker).filter(shift__ends_at__gt=at, shift__starts_at__lt=tomorrow)
    taken = Count("breaks")
    return [_own_item(at, place, place.taken) for place in found.annotate(taken=taken).order_by("shift__starts_at")]


def _own_item(at: dt.datetime, place: Signing, breaks: int) -> WorkItem:
    shift = place.shift
    on_since = max(shift.starts_at, place.signed_at)
    due = shift.break_minutes and not breaks and at - on_since >= BREAK_AFTER
    return WorkItem(
        urgency=Urgency.TODAY,
        what=_what(shift),
        why=f"You have been on since {time_words(on_since)} without a break." if due else "You are down for it.",
        action="Take your break" if due else "See the shift",
        url=reverse("rota:shift", args=[shift.pk]),
        since=shift.starts_at,
    )


def _changed(asker: Asker, at: dt.datetime) -> list[WorkItem]:
    """What others did lately about the asker's shifts to come: put on, taken off, cancelled, taken over."""
    me, since = asker.signed_in_id(), at - AHEAD
    put_on = Q(ended_at__isnull=True, signed_at__gt=since) & ~Q(signed_by_id=me)
    over = Q(state__in=BY_OTHERS, ended_at__gt=since) & ~Q(ended_by_id=me)
    back_again = Signing.objects.filter(shift=OuterRef("shift"), user=OuterRef("user"), ended_at=None)
    found = Signing.objects.filter(put_on | (over & ~Exists(back_again)), user_id=me, shift__starts_at__gt=at)
    places = found.select_related("shift", "signed_by", "ended_by").order_by("shift__starts_at", "id")
    return [_changed_item(place) for place in places[:MOST]]


def _changed_item(place: Signing) -> WorkItem:
    return WorkItem(
        urgency=Urgency.SOON,
        what=_what(place.shift),
        why=_who_did(place),
        action="See the shift",
        url=reverse("rota:shift", args=[place.shift_id]),
        since=place.shift.starts_at,
    )


def _who_did(place: Signing) -> str:
    if place.ended_by is None:
        return f"{place.signed_by.name} put you on it."
    return f"You need not come: {place.ended_by.name} {BY_OTHERS[SigningState(place.state)]}."


def _what(shift: Shift) -> str:
    return f"{Duty(shift.duty).label}, {words.day(shift.starts_at)}, {words.span(shift.starts_at, shift.ends_at)}"
