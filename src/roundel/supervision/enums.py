"""Stored choices of supervision."""

from django.db.models import TextChoices


class ReviewState(TextChoices):
    """The states of a quality review (see states.py)."""

    DRAWN = "drawn", "Not taken on"
    IN_REVIEW = "in_review", "Being reviewed"
    SHARED = "shared", "Shared"
    ANSWERED = "answered", "Answered"
    CLOSED = "closed", "Closed"
    SKIPPED = "skipped", "Left out"


# What the practitioner of the contact sees of a review; before that it is somebody's unfinished thought.
TOLD_STATES = (ReviewState.SHARED, ReviewState.ANSWERED, ReviewState.CLOSED)


class Chosen(TextChoices):
    """How a contact came to be reviewed."""

    LOT = "lot", "Drawn by lot"
    REASON = "reason", "Chosen for a reason"
    LIVE = "live", "Listened in live"


class Reply(TextChoices):
    """What the practitioner says to a review."""

    AGREE = "agree", "I can go along with it"
    DIFFER = "differ", "I see some of it differently"


class CommentState(TextChoices):
    """Where a comment stands (see states.py)."""

    SAID = "said", "Said"
    WAITING = "waiting", "Needs an answer"
    SEEN = "seen", "Seen"
    ANSWERED = "answered", "Answered"


OPEN_COMMENT_STATES = (CommentState.SAID, CommentState.WAITING)


class Told(TextChoices):
    """When the practitioner was told that a supervisor listened in."""

    BEFORE = "before", "Before the call"
    DURING = "during", "During the call"
    AFTER = "after", "Afterwards"


class Because(TextChoices):
    """Why a debrief is offered."""

    DANGER = "danger", "Somebody may have been in danger"
    HARD = "hard", "It was marked as a hard one"
    OFFERED = "offered", "A supervisor offered it"
    ASKED = "asked", "They asked for it"


class DebriefState(TextChoices):
    """Where the offer of a debrief stands (see states.py)."""

    OFFERED = "offered", "Offered"
    TAKEN_UP = "taken_up", "Wanted"
    DECLINED = "declined", "Not wanted"
    HELD = "held", "It happened"


OPEN_DEBRIEF_STATES = (DebriefState.OFFERED, DebriefState.TAKEN_UP)
