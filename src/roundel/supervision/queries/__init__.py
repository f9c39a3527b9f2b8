"""Every read of supervision. Each takes the asker first, and starts from what the asker may see."""

from roundel.supervision.queries.comments import get_comment
from roundel.supervision.queries.contact import SupervisedContact, get_discussed, get_listening, read_supervision
from roundel.supervision.queries.debriefs import (
    Offer,
    debrief_of,
    get_debrief,
    offers_to_others,
    own_offers,
    own_settled,
    settled,
)
from roundel.supervision.queries.drawing import DrawnAgain, draw_again, drawings, months_over
from roundel.supervision.queries.exposure import Exposure, everybodys_exposure, exposure_of, own_exposure
from roundel.supervision.queries.people import others, people
from roundel.supervision.queries.reviews import (
    ReviewPage,
    get_review,
    list_reviews,
    own_reviews,
    read_review,
)
from roundel.supervision.queries.sessions import get_session, list_sessions, read_session
from roundel.supervision.queries.work import work_queue

__all__ = [
    "DrawnAgain",
    "Exposure",
    "Offer",
    "ReviewPage",
    "SupervisedContact",
    "debrief_of",
    "draw_again",
    "drawings",
    "everybodys_exposure",
    "exposure_of",
    "get_comment",
    "get_debrief",
    "get_discussed",
    "get_listening",
    "get_review",
    "get_session",
    "list_reviews",
    "list_sessions",
    "months_over",
    "offers_to_others",
    "others",
    "own_exposure",
    "own_offers",
    "own_reviews",
    "own_settled",
    "people",
    "read_review",
    "read_session",
    "read_supervision",
    "settled",
    "work_queue",
]
