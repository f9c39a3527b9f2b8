"""Finding entries by need, area, group and words: on the directory's own page, and while somebody is on the telephone.

Every filter is looked up in an index of its own; nothing is read row by row but the page that is shown.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import cast

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import Combinable

from roundel.access import scopes
from roundel.access.grants import Asker
from roundel.directory import words
from roundel.directory.enums import About, Cost, Freshness, Waiting
from roundel.directory.freshness import cutoffs, freshness
from roundel.directory.models import Service, ServiceCode, ServiceWord
from roundel.directory.rules import KIND, check_may_view
from roundel.directory.taxonomy import NATIONWIDE, REFERRED, labels

PAGE = 25
STALE, RETIRED, UNSORTED = "stale", "retired", "unsorted"


@dataclass(frozen=True)
class Chosen:
    """The filters of a search. ``state``: any entry in use, or stale ones, or one freshness, or those out of use."""

    need: str = ""
    area: str = ""
    group: str = ""
    words: str = ""
    state: str = ""

    @property
    def changed(self) -> dict[str, str]:
        """What was chosen, by name."""
        return {f.name: value for f in fields(self) if (value := getattr(self, f.name))}


@dataclass(frozen=True)
class Seen:
    """An entry with its coded terms in words, and how fresh it is on the day of the look.

    ``refers``: one can be referred to it by us or another professional, or nobody has said how one gets there.
    """

    service: Service
    needs: list[str]
    groups: list[str]
    areas: list[str]
    ways: list[str]
    refers: bool
    freshness: Freshness

    @property
    def waiting(self) -> str:
        """How long one waits, in words."""
        return Waiting(self.service.waiting).label if self.service.waiting else ""

    @property
    def cost(self) -> str:
        """What it costs, in words."""
        return Cost(self.service.cost).label if self.service.cost else ""

    @property
    def is_old(self) -> bool:
        """Whether whoever is told of it should be told as well that it may have changed."""
        return self.freshness in {Freshness.OVERDUE, Freshness.NEVER}


def read_list(asker: Asker, *, today: dt.date, chosen: Chosen, page: str | int = 1) -> Page[Seen]:
    """A page of the entries chosen. Five queries, however many there are."""
    check_may_view(asker)
    found = Paginator(_sorted(asker, chosen, today), PAGE).get_page(page)
    shown = [seen_of(service, today) for service in found.object_list]
    return Page(shown, found.number, cast("Paginator[Seen]", found.paginator))


def few(asker: Asker, *, today: dt.date, chosen: Chosen, most: int) -> tuple[list[Seen], bool]:
    """The first few entries in use, and whether there are more: for a search beside other work."""
    found = list(_sorted(asker, chosen, today)[: most + 1])
    return [seen_of(service, today) for service in found[:most]], len(found) > most


def of_ids(asker: Asker, ids: Iterable[uuid.UUID], *, today: dt.date) -> dict[uuid.UUID, Seen]:
    """These entries, in use or not, by id."""
    found = _with_terms(scopes.visible(asker, KIND, Service.objects.filter(pk__in=list(ids))))
    return {service.pk: seen_of(service, today) for service in found}


def seen_of(service: Service, today: dt.date) -> Seen:
    """An entry as it is shown; no query if its codes were prefetched."""
    codes: dict[str, list[str]] = {about: [] for about in About.values}
    for row in service.codes.all():
        codes[row.about].append(row.code)
    return Seen(
        service=service,
        needs=labels(About.NEED, codes[About.NEED]),
        groups=labels(About.GROUP, codes[About.GROUP]),
        areas=labels(About.AREA, codes[About.AREA]),
        ways=labels(About.WAY, codes[About.WAY]),
        refers=not codes[About.WAY] or not REFERRED.isdisjoint(codes[About.WAY]),
        freshness=freshness(service.checked_on, today),
    )


def matching(asker: Asker, chosen: Chosen, today: dt.date) -> QuerySet[Service]:
    """The entries chosen, in no order: what lists, counts and the work queue begin from."""
    services = scopes.visible(asker, KIND, Service.objects.all()).filter(_in_state(chosen.state, today))
    for about, code in ((About.NEED, chosen.need), (About.GROUP, chosen.group)):
        if code:
            services = services.filter(_has(about, code))
    if chosen.area:
        services = services.filter(_has(About.AREA, chosen.area, NATIONWIDE))
    for word in words.typed(chosen.words):
        found = ServiceWord.objects.filter(words.beginning_with(word))
        services = services.filter(pk__in=found.values("service_id"))
    return services


def _sorted(asker: Asker, chosen: Chosen, today: dt.date) -> QuerySet[Service]:
    """The entries chosen as they are shown: what is near before what is everywhere, then by name."""
    services = matching(asker, chosen, today)
    if not chosen.area or chosen.area == NATIONWIDE:
        return _with_terms(services).order_by("name", "id")
    near = ServiceCode.objects.filter(about=About.AREA, code=chosen.area, service=OuterRef("pk"))
    return _with_terms(services).annotate(near=Exists(near)).order_by("-near", "name", "id")


def _with_terms(services: QuerySet[Service]) -> QuerySet[Service]:
    return services.select_related("agency").defer("more", "agency__more").prefetch_related("codes")


def _has(about: str, *codes: str) -> Q:
    """Entries with one of these coded terms. A group that is not named for an entry is not excluded by it."""
    found = ServiceCode.objects.filter(about=about, code__in=codes)
    return Q(pk__in=found.values("service_id"))


def _in_state(state: str, today: dt.date) -> Q:
    """Entries in use, narrowed to those so fresh; or those out of use."""
    if state == RETIRED:
        return Q(retired_at__isnull=False)
    half, whole = cutoffs(today)
    wanted: dict[str, Q | Combinable] = {
        "": Q(),
        Freshness.FRESH: Q(checked_on__gt=half),
        Freshness.CHECK_IT: Q(checked_on__gt=whole, checked_on__lte=half),
        Freshness.OVERDUE: Q(checked_on__lte=whole),
        Freshness.NEVER: Q(checked_on__isnull=True),
        STALE: Q(checked_on__lte=half) | Q(checked_on__isnull=True),
        UNSORTED: ~Exists(ServiceCode.objects.filter(about=About.NEED, service=OuterRef("pk"))),
    }
    return Q(retired_at__isnull=True) & Q(wanted[state])
