"""Addresses of the helpline. References stand in them; names, codes and words never do."""

from django.urls import include, path

import roundel.kernel.addresses  # noqa: F401 - registers <reference:…>
from roundel.helpline.views import begin, closing, codes, contact, linking, pointing, steps, take

app_name = "helpline"
ONE = "<reference:reference>"
TAKE = f"{ONE}/take"
taking = [
    path(TAKE, take.take, name="take"),
    path(f"{TAKE}/finish", take.to_finish, name="take_finish"),
    path(f"{TAKE}/danger", take.to_danger, name="take_danger"),
    path(f"{TAKE}/decide", take.to_decide, name="take_decide"),
    path(f"{TAKE}/decide/alone", take.to_decide_alone, name="take_decide_alone"),
    path(f"{TAKE}/tally", take.tally_begun, name="take_tally"),
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
    path(f"{TAKE}/find", pointing.find, name="take_find"),
    path(f"{TAKE}/signpost/<uuid:service_id>", pointing.point, name="take_point"),
    path(f"{TAKE}/signpost/<uuid:signpost_id>/back", pointing.withdraw, name="take_unpoint"),
    path(f"{TAKE}/heard/<uuid:signpost_id>", pointing.ask_after, name="take_heard"),
    path(f"{TAKE}/name", steps.name_person, name="take_name"),
    path(f"{TAKE}/name/<uuid:named_id>/back", steps.remove_name, name="take_unname"),
]
one_contact = [
    path(ONE, contact.contact_page, name="contact"),
    path(f"{ONE}/finish", closing.finish, name="finish"),
    path(f"{ONE}/discard", closing.discard, name="discard"),
    path(f"{ONE}/reopen", closing.reopen, name="reopen"),
    path(f"{ONE}/danger", closing.danger, name="danger"),
    path(f"{ONE}/danger/seen", closing.take_on_danger, name="danger_seen"),
    path(f"{ONE}/restrict", closing.restrict, name="restrict"),
    path(f"{ONE}/unrestrict", closing.unrestrict, name="unrestrict"),
    path(f"{ONE}/plan", contact.plan, name="plan"),
    path(f"{ONE}/versions/<int:number>", contact.earlier_version, name="earlier"),
    path(f"{ONE}/new-code", codes.replace_code, name="new_code"),
    path(f"{ONE}/link", linking.link, name="link"),
    path(f"{ONE}/links/<uuid:link_id>/undo", linking.undo, name="unlink"),
    path(f"{ONE}/actions/<uuid:action_id>", linking.keep_promise, name="promise"),
    path(f"{ONE}/signposts/<uuid:signpost_id>", pointing.hear, name="hear"),
]
urlpatterns = [
    path("start", begin.start, name="start"),
    path("ended", begin.record_ended, name="record"),
    path("tally", begin.tally, name="tally"),
    path("from-call-back/<reference:call_back>", begin.start_from_call_back, name="from_call_back"),
    path("from-call/<uuid:call_id>", begin.start_from_call, name="start_from_call"),
    *one_contact,
    *taking,
    path("", include("roundel.helpline.urls_lists")),
]
