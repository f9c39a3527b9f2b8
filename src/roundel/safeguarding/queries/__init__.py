"""Every read of safeguarding. Each takes the asker first, and starts from what the asker may see."""

from roundel.safeguarding.queries.board import tiles
from roundel.safeguarding.queries.concerns import (
    ConcernPage,
    get_concern,
    get_disclosure,
    read_concern,
    read_disclosure,
)
from roundel.safeguarding.queries.decisions import (
    DecisionPage,
    Told,
    about_source,
    get_decision,
    read_decision,
    standing_of,
)
from roundel.safeguarding.queries.people import may_own, may_share
from roundel.safeguarding.queries.work import work_queue

__all__ = [
    "ConcernPage",
    "DecisionPage",
    "Told",
    "about_source",
    "get_concern",
    "get_decision",
    "get_disclosure",
    "may_own",
    "may_share",
    "read_concern",
    "read_decision",
    "read_disclosure",
    "standing_of",
    "tiles",
    "work_queue",
]
