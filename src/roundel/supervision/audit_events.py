"""The audit events of supervision, in words."""

from roundel.audit.registry import change, look, register, register_kind

register_kind("supervision.review", "quality review")
register_kind("supervision.drawing", "drawing by lot")
register_kind("supervision.contact", "supervision of a contact")
register_kind("supervision.comment", "comment of supervision")
register_kind("supervision.debrief", "debrief")
register_kind("supervision.session", "supervision session")
register_kind("supervision.list", "list of supervision")
register_kind("supervision.exposure", "exposure of staff")
register(
    look("supervision.review.read", "read {thing}"),
    look("supervision.contact.read", "read the {thing}"),
    look("supervision.list.read", "looked through a {thing}"),
    look("supervision.exposure.read", "looked at the {thing}"),
    look("supervision.session.read", "read a {thing}"),
    change("supervision.drawing.made", "made a {thing} for quality review"),
    change("supervision.review.chosen", "chose a contact for {thing}"),
    change("supervision.review.taken", "took on {thing}"),
    change("supervision.review.given_back", "gave back {thing}"),
    change("supervision.review.skipped", "left out {thing}"),
    change("supervision.review.shared", "shared {thing} with the practitioner"),
    change("supervision.review.taken_back", "took back {thing} to correct it"),
    change("supervision.review.answered", "answered {thing}"),
    change("supervision.review.closed", "closed {thing}"),
    change("supervision.review.closed_unanswered", "closed {thing} without an answer"),
    change("supervision.contact.listened", "noted that a supervisor listened in: {thing}"),
    change("supervision.contact.listening_seen", "noted as read that a supervisor listened in: {thing}"),
    change("supervision.contact.hard", "marked as a hard one: {thing}"),
    change("supervision.contact.not_hard", "took back the mark of a hard one: {thing}"),
    change("supervision.comment.written", "wrote a {thing}"),
    change("supervision.comment.answered", "answered a {thing}"),
    change("supervision.comment.seen", "noted as read a {thing}"),
    change("supervision.debrief.offered", "offered a {thing}"),
    change("supervision.debrief.taken_up", "took up the offer of a {thing}"),
    change("supervision.debrief.declined", "declined a {thing}"),
    change("supervision.debrief.held", "noted that a {thing} happened"),
    change("supervision.session.recorded", "recorded a {thing}"),
    change("supervision.session.withdrawn", "withdrew the record of a {thing}"),
)
