"""Addresses of supervision. References and ids stand in them; names and words never do."""

from django.urls import path

import roundel.kernel.addresses  # noqa: F401 - registers <reference:…>
from roundel.supervision.views import contact, debriefs, drawing, exposure, reviews, scoring, sessions

app_name = "supervision"
REVIEW = "reviews/<reference:reference>"
CONTACT = "contacts/<reference:reference>"
reviewing = [
    path("reviews/", reviews.reviews, name="reviews"),
    path("reviews/draw", drawing.draw, name="draw"),
    path("reviews/drawings/<uuid:drawing_id>", drawing.drawing, name="drawing"),
    path(REVIEW, reviews.review, name="review"),
    path(f"{REVIEW}/take", reviews.take, name="take"),
    path(f"{REVIEW}/give-back", reviews.give_back, name="give_back"),
    path(f"{REVIEW}/leave-out", reviews.skip, name="skip"),
    path(f"{REVIEW}/mark", scoring.score, name="score"),
    path(f"{REVIEW}/check", scoring.check, name="check"),
    path(f"{REVIEW}/correct", reviews.correct, name="correct"),
    path(f"{REVIEW}/answer", reviews.answer, name="answer"),
    path(f"{REVIEW}/comment", contact.review_comment, name="review_comment"),
    path(f"{REVIEW}/close", reviews.close, name="close"),
    path(f"{REVIEW}/close-unanswered", reviews.close_unanswered, name="close_unanswered"),
]
one_contact = [
    path(CONTACT, contact.contact, name="contact"),
    path(f"{CONTACT}/comment", contact.comment, name="comment"),
    path(f"{CONTACT}/comments/<uuid:comment_id>/answer", contact.comment_answer, name="comment_answer"),
    path(f"{CONTACT}/comments/<uuid:comment_id>/read", contact.comment_seen, name="comment_seen"),
    path(f"{CONTACT}/choose", contact.choose, name="choose"),
    path(f"{CONTACT}/listened", contact.listened, name="listened"),
    path(f"{CONTACT}/listened/<uuid:listening_id>/read", contact.listened_seen, name="listened_seen"),
    path(f"{CONTACT}/hard", contact.hard, name="hard"),
    path(f"{CONTACT}/hard/back", contact.hard_back, name="hard_back"),
    path(f"{CONTACT}/debrief", debriefs.debrief_of, name="debrief_of"),
    path(f"{CONTACT}/debrief/offer", debriefs.offer_about, name="offer_about"),
]
care = [
    path("debriefs/", debriefs.debriefs, name="debriefs"),
    path("debriefs/offer", debriefs.offer, name="offer"),
    path("debriefs/ask", debriefs.ask, name="ask"),
    path("debriefs/<uuid:debrief_id>", debriefs.debrief, name="debrief"),
    path("exposure/", exposure.exposure, name="exposure"),
    path("exposure/everybody", exposure.everybody, name="everybody"),
    path("exposure/<uuid:user_id>", exposure.exposure_of, name="exposure_of"),
    path("sessions/", sessions.sessions, name="sessions"),
    path("sessions/new", sessions.new_session, name="new_session"),
    path("sessions/<uuid:session_id>", sessions.session, name="session"),
    path("sessions/<uuid:session_id>/withdraw", sessions.withdraw_session, name="withdraw_session"),
]
urlpatterns = [
    path("", reviews.home, name="home"),
    path("mine", reviews.mine, name="mine"),
    *reviewing,
    *one_contact,
    *care,
]
