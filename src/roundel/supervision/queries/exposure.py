"""What the weeks held for members of staff: two statements, however many people and contacts.

Restricted contacts count like all others: a number opens no record.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef
from django.utils import timezone

from roundel.access.grants import Asker
from roundel.access.models import User
from roundel.audit import actions as audit
from roundel.helpline.enums import Nature, State
from roundel.helpline.models import Contact
from roundel.kernel.errors import NotFound
from roundel.supervision import rules
from roundel.supervision.exposure import Lines, Talk, Week, mondays, rest_words, weeks_of
from roundel.supervision.models import HardMark
from roundel.supervision.queries.people import everybody, get_person

PAGE = 20


@dataclass(frozen=True)
class Exposure:
    """One person's weeks, oldest first, with what is to be said about them."""

    user_id: uuid.UUID
    name: str
    weeks: list[Week]
    lines: Lines

    @property
    def this_week(self) -> Week:
        """The week that is not over."""
        return self.weeks[-1]

    def words(self, week: Week) -> list[str]:
        """What is to be said about a week that went over a line."""
        return rest_words(week, self.lines)

    @property
    def over(self) -> list[tuple[Week, list[str]]]:
        """The weeks that went over a line, newest first, in words."""
        return [(week, words) for week in reversed(self.weeks) if (words := self.words(week))]

    @property
    def lately(self) -> list[tuple[Week, list[str]]]:
        """The same of this week and the last."""
        return [one for one in self.over if one[0] in self.weeks[-2:]]


def _lines() -> Lines:
    """The organisation's lines."""
    return Lines(
        week=dt.timedelta(hours=settings.ROUNDEL_WEEKLY_HOURS), run=dt.timedelta(hours=settings.ROUNDEL_RUN_HOURS)
    )


def own_exposure(asker: Asker, *, at: dt.datetime) -> Exposure:
    """The asker's own weeks."""
    rules.check_may_see_own(asker)
    user_id = asker.signed_in_id()
    return _exposures([(user_id, asker.name)], at)[0]


def exposure_of(asker: Asker, user_id: uuid.UUID, *, at: dt.datetime) -> Exposure:
    """One person's weeks, for a supervisor. The look is recorded."""
    person = get_person(asker, user_id, at=at)
    if person is None:
        raise NotFound
    found = _exposures([(person.pk, person.name)], at)[0]
    _note(asker, at, {"person": str(person.pk)})
    return found


def everybodys_exposure(asker: Asker, *, at: dt.datetime, page: str | int = 1) -> tuple[Page[User], list[Exposure]]:
    """Everybody's weeks by name, a page of people at a time, for a supervisor. The look is recorded."""
    shown = Paginator(everybody(asker, at=at), PAGE).get_page(page)
    found = _exposures([(user.pk, user.name) for user in shown.object_list], at)
    _note(asker, at, {"shown": len(found)})
    return shown, found


def _note(asker: Asker, at: dt.datetime, detail: dict[str, str | int | bool]) -> None:
    audit.record_look(by=asker, at=at, event="supervision.exposure.read", kind="supervision.exposure", detail=detail)


def _exposures(people: Collection[tuple[uuid.UUID, str]], at: dt.datetime) -> list[Exposure]:
    zone = timezone.get_current_timezone()
    assert isinstance(zone, ZoneInfo)  # noqa: S101 - Django makes no others
    first_days = mondays(timezone.localtime(at).date())
    talks = _talks([key for key, _ in people], first_days[0], at)
    ours = _lines()
    return [Exposure(key, name, weeks_of(talks[key], first_days, zone), ours) for key, name in people]


def _talks(people: Collection[uuid.UUID], since: dt.date, at: dt.datetime) -> dict[uuid.UUID, list[Talk]]:
    """The finished conversations of these people from a day on. One statement."""
    begins = timezone.make_aware(dt.datetime.combine(since, dt.time()))
    hard = Exists(HardMark.objects.filter(contact=OuterRef("pk")))
    found = Contact.objects.filter(
        taken_by__in=people,
        state=State.FINISHED,
        nature=Nature.CONVERSATION,
        started_at__gte=begins,
        started_at__lte=at,
        ended_at__isnull=False,
        closed_at__isnull=False,
    ).annotate(hard=hard)
    talks: dict[uuid.UUID, list[Talk]] = defaultdict(list)
    columns = ("taken_by_id", "started_at", "ended_at", "recorded_at", "closed_at", "danger_at", "hard")
    for who, began, ended, recorded, closed, danger, marked in found.values_list(*columns):
        talks[who].append(Talk(began, ended, recorded, closed, hard=danger is not None or marked))
    return talks
