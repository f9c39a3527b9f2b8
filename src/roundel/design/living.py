"""The living page: every component with its states. What the browser tests and axe look at; routed in demo and tests.

The people and words on it are invented.
"""

import datetime as dt
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from roundel.design import errors
from roundel.design.fields import DatePartsField, DateTimePartsField
from roundel.kernel.errors import Conflict, Difference

TOPICS = ["Sleep", "Work", "Money", "Housing", "Family", "Health", "Alcohol", "Use of the internet", "Loneliness"]
PAGES = ("form", "public", "plain", "interruption", "confirm")


class ExampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="What shall we call this?", help_text="A few words, not a name.", max_length=60)
    minutes = forms.IntegerField(label="Length of the call", required=False)
    email = forms.EmailField(label="E-mail address", required=False)
    note = forms.CharField(label="Notes", widget=forms.Textarea(attrs={"spellcheck": "true"}), max_length=2000)
    plan = forms.CharField(label="What was agreed", widget=forms.Textarea, required=False)
    channel = forms.ChoiceField(
        label="How did they reach us?",
        choices=[("telephone", "Telephone"), ("letter", "Letter"), ("in-person", "In person")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how they reached us."},
    )
    topics = forms.MultipleChoiceField(
        label="What it is about", choices=[(t.lower(), t) for t in TOPICS], widget=forms.CheckboxSelectMultiple
    )
    read_out = forms.BooleanField(
        label="I have read out the statement", error_messages={"required": "Tick when it is read."}
    )
    region = forms.ChoiceField(
        label="Region", choices=[("", ""), ("north", "North"), ("south", "South")], required=False
    )
    day = DatePartsField(label="By when?", help_text="For example, 27 3 2027", required=False)
    at = DateTimePartsField(label="When did it happen?", required=False)
    password = forms.CharField(label="Password", widget=forms.PasswordInput, required=False)
    letter = forms.FileField(label="Letter", help_text="PDF or text", required=False)


WRONG = {
    "name": "",
    "minutes": "twelve",
    "email": "someone at example",
    "note": "What was typed\nstays, also <b>this</b>.",
    "topics": ["sleep", "work"],
    "day-day": "31",
    "day-month": "2",
    "day-year": "2027",
    "at-day": "3",
    "at-month": "March",
    "at-year": "2027",
    "at-time": "25:00",
}


def moment(hour: int, minute: int, day: int = 14) -> dt.datetime:
    """A time in March 2027, on the organisation's clock."""
    return timezone.make_aware(dt.datetime(2027, 3, day, hour, minute))  # noqa: DTZ001 (made aware around it)


def example_page() -> Page:
    """The third of many pages."""
    return Paginator(range(4000), 50).page(3)


def context() -> dict[str, Any]:
    """What the living page shows."""
    return {
        "form": None,
        "example": ExampleForm(),
        "filters": ExampleForm(prefix="filter"),
        "navigation": [("Home", "/", False), ("Contacts", "#contacts", True), ("Figures", "#figures", False)],
        "page": example_page(),
        "now": moment(21, 4),
        "start": moment(20, 51),
        "events": [
            {
                "title": "Action asked after: partly",
                "by": "Sam Hall",
                "at": moment(21, 4),
                "text": "He told his sister.\nNot yet his wife.",
            },
            {"title": "Contact taken", "by": "Ruth Osei", "at": moment(9, 30, 2), "href": "#"},
        ],
        "thread": [
            {"text": "Is it all right to write here?", "sender": "Visitor", "at": moment(22, 15, 13), "sent": False},
            {"text": "Yes. Take your time.", "sender": "Helpline", "at": moment(10, 2), "sent": True, "id": "2"},
        ],
        "months": [(m, n) for m, n in zip(MONTHS, MONTHLY, strict=True)],
        "conflict_rows": [
            ("Notes", "Called back at nine.", "Called back at ten.\nNo answer."),
            ("Channel", "Telephone", "Telephone"),
        ],
    }


MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
MONTHLY = [312, 298, 341, 355, 330, None, 301, 289, 322, 348, 360, 341]


def overview(request: HttpRequest) -> HttpResponse:
    """All components on one page."""
    return render(request, "design/living.html", context())


def page(request: HttpRequest, name: str) -> HttpResponse:
    """One page that needs a layout or a state of its own, or an error page by its number."""
    if name in ERROR_PAGES:
        return ERROR_PAGES[name](request)
    if name not in PAGES:
        raise Http404
    extra: dict[str, Any] = {"form": ExampleForm(request.POST or WRONG)} if name == "form" else {}
    return render(request, f"design/living_{name}.html", context() | extra)


def conflict(request: HttpRequest) -> HttpResponse:
    """The page for two people who saved the same record."""
    rows = tuple(Difference(label, theirs, yours) for label, theirs, yours in context()["conflict_rows"])
    return errors.conflict(
        request, Conflict(differences=rows, current_version=4, yours={"note": "Called back at ten."})
    )


ERROR_PAGES = {
    "400": errors.handler400,
    "403": errors.handler403,
    "404": errors.handler404,
    "409": conflict,
    "413": errors.handler413,
    "429": lambda request: errors.too_many(request, seconds=300),
    "500": errors.handler500,
    "csrf": errors.csrf_failure,
}
