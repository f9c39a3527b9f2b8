"""Addresses of the practice desk. None of them leads to a contact, and no contact's reference is known here."""

from django.urls import path

import roundel.kernel.addresses  # noqa: F401 - registers <reference:…>
from roundel.practice.views import desk, steps, take

app_name = "practice"
ONE = "<reference:reference>"
TAKE = f"{ONE}/take"
# The same names as in helpline/urls.py, which its templates ask for.
taking = [
    path(TAKE, take.take, name="take"),
    path(f"{TAKE}/go-on", steps.go_on, name="take_go_on"),
    path(f"{TAKE}/finish", take.to_finish, name="take_finish"),
    path(f"{TAKE}/danger", take.to_danger, name="take_danger"),
    path(f"{TAKE}/tally", take.tally, name="take_tally"),
    path(f"{TAKE}/forget", take.forget_typing, name="take_forget"),
    path(f"{TAKE}/statement", steps.say_statement, name="take_statement"),
    path(f"{TAKE}/statement/back", steps.take_back_statement, name="take_statement_back"),
    path(f"{TAKE}/code", steps.enter_code, name="take_code"),
    path(f"{TAKE}/code/issue", steps.issue_code, name="take_issue"),
    path(f"{TAKE}/code/untie", steps.untie_code, name="take_untie"),
    path(f"{TAKE}/ended", steps.end_call, name="take_ended"),
    path(f"{TAKE}/goes-on", steps.resume_call, name="take_resumed"),
    path(f"{TAKE}/agree", steps.agree_action, name="take_agree"),
    path(f"{TAKE}/agree/<uuid:action_id>/back", steps.withdraw_action, name="take_withdraw"),
    path(f"{TAKE}/after/<uuid:action_id>", steps.ask_after, name="take_after"),
    path(f"{TAKE}/name", steps.name_person, name="take_name"),
    path(f"{TAKE}/name/<uuid:named_id>/back", steps.remove_name, name="take_unname"),
]
urlpatterns = [
    path("", desk.desk, name="desk"),
    path("begin/<slug:name>", desk.begin, name="begin"),
    path("review", desk.review, name="review"),
    path(ONE, desk.call, name="call"),
    path(f"{ONE}/finish", take.finish, name="finish"),
    path(f"{ONE}/danger", take.danger, name="danger"),
    path(f"{ONE}/reflection", desk.reflect, name="reflect"),
    path(f"{ONE}/comment", desk.comment, name="comment"),
    path(f"{ONE}/looked-at", desk.looked_at, name="looked_at"),
    path(f"{ONE}/remove", desk.remove, name="remove"),
    *taking,
]
