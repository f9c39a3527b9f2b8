"""What each field of this app says about somebody (see kernel.privacy). Nearly all of it is about members of staff."""

from roundel.kernel.privacy import declare

FIELDS = (
    declare("Drawing", staff="practitioner drawn_by", system="id month size pool seed drawn_at")
    | declare(
        "Review",
        sealed="because closing_reason",
        staff="practitioner drawn_by reviewer closed_by reply",
        system="id reference state contact form_version chosen drawing drawn_at taken_at shared_at answered_at "
        "closed_at",
    )
    | declare(
        "Score",
        sealed="went_well think_about",
        staff="total answered band scored_by",
        system="id review number form_version asked scored_at",
    )
    | declare("ScoreItem", sealed="note", staff="mark", system="id score item")
    | declare(
        "Comment",
        sealed="words",
        staff="practitioner written_by settled_by",
        system="id contact review answers state written_at settled_at",
    )
    | declare("Listening", staff="practitioner listened_by told seen_at", system="id contact recorded_at")
    | declare("HardMark", staff="marked_by", system="id contact marked_at")
    | declare(
        "Debrief",
        staff="person because offered_by held_at held_with",
        system="id contact state offered_at answered_at",
    )
    | declare(
        "SupervisionSession",
        sealed="agreed withdrawn_reason",
        staff="supervisor practitioner held_on minutes next_on",
        system="id recorded_at withdrawn_at",
    )
)
