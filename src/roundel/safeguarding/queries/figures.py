"""Counts of threshold decisions, for the figures of whichever service they come from.

``count`` groups here, without knowing the service. A service that wants its own groups joins in one statement:

    SELECT c."group", d.decision, d.state, d.caller_told, count(*)
    FROM safeguarding_thresholddecision d
    JOIN helpline_contact c ON c.reference = d.source_reference
    WHERE d.source_app = 'helpline' AND d.decided_at >= %s AND d.decided_at < %s AND d.state <> 'withdrawn'
    GROUP BY 1, 2, 3, 4

The index ``decision_counted`` holds every column of it, and ``helpline_contact.reference`` is unique. Whether it was
taken alone is in ``state``: alone, seconded_after, not_seconded_after (``enums.TAKEN_ALONE``). A decision counts in
the period in which it was decided. The counts are unprotected: whoever publishes them passes them through
``roundel.suppression`` first.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from django.db.models import Count

from roundel.access.grants import Asker
from roundel.safeguarding.enums import TAKEN_ALONE, DecisionState
from roundel.safeguarding.models import ThresholdDecision

FIGURES = "helpline.view_figures"


class Counted(NamedTuple):
    """How many decisions are alike in these."""

    source_app: str
    decision: str
    state: str
    caller_told: str
    risk: str
    number: int

    @property
    def taken_alone(self) -> bool:
        """Whether they were taken alone, because they could not wait."""
        return self.state in TAKEN_ALONE


def count(asker: Asker, *, since: dt.datetime, until: dt.datetime) -> list[Counted]:
    """Decisions decided from ``since`` to before ``until``, withdrawn ones left out, grouped. One query."""
    asker.require(FIGURES, "Your role does not include figures.")
    decided = ThresholdDecision.objects.filter(decided_at__gte=since, decided_at__lt=until)
    groups = decided.exclude(state=DecisionState.WITHDRAWN).order_by().values_list(*Counted._fields[:-1])
    return [Counted(*row) for row in groups.annotate(number=Count("pk"))]
