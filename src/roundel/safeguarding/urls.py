"""Addresses of safeguarding. References stand in them; names and words never do."""

from django.urls import path

import roundel.kernel.addresses  # noqa: F401 - registers <reference:…>
from roundel.safeguarding.views import concern, decide, decision, disclosure

app_name = "safeguarding"
SOURCE = "decide/<slug:app>/<reference:reference>/"
ONE = "concerns/<reference:reference>"
SHARED = f"{ONE}/disclosures/<int:number>"
urlpatterns = [
    path("", concern.concern_list, name="concerns"),
    path("decisions", decision.decision_list, name="decisions"),
    path(SOURCE, decide.start, name="decide"),
    path(f"{SOURCE}alone", decide.start_alone, name="decide_alone"),
    path(f"{SOURCE}forget", decide.forget, name="decide_forget"),
    path(f"{SOURCE}check", decide.check, name="check"),
    path(f"{SOURCE}<slug:slug>", decide.question, name="question"),
    path("decisions/<reference:reference>", decision.decision, name="decision"),
    path("decisions/<reference:reference>/second", decision.second, name="second"),
    path("decisions/<reference:reference>/withdraw", decision.withdraw, name="withdraw"),
    path(ONE, concern.concern, name="concern"),
    path(f"{ONE}/note", concern.add_note, name="note"),
    path(f"{ONE}/plan", concern.plan, name="plan"),
    path(f"{ONE}/owner", concern.hand_over, name="hand_over"),
    path(f"{ONE}/close", concern.close, name="close"),
    path(f"{ONE}/reopen", concern.reopen, name="reopen"),
    path(f"{ONE}/restrict", concern.restrict, name="restrict"),
    path(f"{ONE}/unrestrict", concern.unrestrict, name="unrestrict"),
    path(f"{ONE}/disclose", disclosure.begin, name="disclose"),
    path(f"{ONE}/disclose/check", disclosure.check, name="disclose_check"),
    path(f"{ONE}/disclose/<slug:slug>", disclosure.question, name="disclose_question"),
    path(SHARED, disclosure.receipt, name="receipt"),
    path(f"{SHARED}/acknowledge", disclosure.acknowledge, name="acknowledge"),
    path(f"{SHARED}/strike", disclosure.strike, name="strike"),
]
