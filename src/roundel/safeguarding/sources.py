"""Where a threshold decision comes from: a record of a service, which safeguarding itself does not know.

A service makes itself known when it starts:

    sources.register(Source("helpline", "contact", find=…, may_open=…, page=…, opened_singly=…))

A source that nobody has registered is refused. Safeguarding keeps the name of the source and the reference
of its record as text, and asks the source whenever it needs to know more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from roundel.access.grants import Asker
from roundel.kernel.errors import NotFound
from roundel.safeguarding.enums import DecisionState
from roundel.safeguarding.models import ThresholdDecision


@dataclass(frozen=True)
class Found:
    """A record about which the asker may decide. ``restricted``: only people named for it may know what it says."""

    reference: str
    restricted: bool


@dataclass(frozen=True)
class Source:
    """One kind of record that decisions come from; ``words`` is what one of them is called ("contact")."""

    app: str
    words: str
    # The record, or a refusal (Refused, NotFound) to whoever may not propose a decision about it.
    find: Callable[[Asker, str], Found]
    may_open: Callable[[Asker, str], bool]
    page: Callable[[str], str]
    # References of restricted records that are open to this asker by name or emergency, not yet looked up.
    opened_singly: Callable[[Asker], QuerySet[Any, str]]


@dataclass(frozen=True)
class Origin:
    """The record that one decision comes from."""

    app: str
    reference: str

    @property
    def about(self) -> str:
        """What its drafts are kept under."""
        return f"{self.app}:{self.reference}"


_SOURCES: dict[str, Source] = {}


def register(source: Source) -> None:
    """Make a source known. A second one of the same name is a mistake."""
    if _SOURCES.get(source.app, source) != source:
        raise ValueError(f"there is a source {source.app} already")
    _SOURCES[source.app] = source


def source_of(app: str) -> Source:
    """The source of this name; NotFound for one that is not registered."""
    try:
        return _SOURCES[app]
    except KeyError:
        raise NotFound from None


def all_sources() -> Iterator[Source]:
    """Every registered source."""
    yield from _SOURCES.values()


def decided_references(app: str) -> QuerySet[ThresholdDecision, str]:
    """References of this source's records about which there is a decision that was not withdrawn: a subquery."""
    stands = ThresholdDecision.objects.filter(source_app=app, restricted=False).exclude(state=DecisionState.WITHDRAWN)
    return stands.order_by().values_list("source_reference", flat=True)
