"""One question a page: answers wait in a draft, pages that do not apply are passed over, nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django import forms
from django.http import QueryDict

from roundel.access.grants import Asker
from roundel.drafts.queries import draft_of
from roundel.drafts.questions import Page, Questions
from roundel.kernel.errors import NotFound
from tests.support.moments import NOW

pytestmark = pytest.mark.django_db


class RiskForm(forms.Form):
    risk = forms.ChoiceField(choices=[("none", "None"), ("some", "Some")])


class WhatForm(forms.Form):
    what = forms.CharField()
    sure = forms.BooleanField(required=False)


class WhyForm(forms.Form):
    why = forms.CharField(max_length=5)


QUESTIONS = Questions(
    "test",
    (
        Page("risk", RiskForm),
        Page("what", WhatForm, lambda answers: answers.get("risk") == "some"),
        Page("why", WhyForm),
    ),
)


@pytest.fixture
def who(asker: Callable[..., Asker]) -> Asker:
    return asker("practitioner")


def send(who: Asker, slug: str, text: str) -> None:
    QUESTIONS.keep(who, "H-1", QUESTIONS.page(slug), QueryDict(text), at=NOW)


def left(who: Asker) -> str:
    page = QUESTIONS.unanswered(who, "H-1")
    return page.slug if page else ""


def test_pages_follow_from_the_answers(who: Asker) -> None:
    assert left(who) == "risk"
    send(who, "risk", "risk=none")
    assert left(who) == "why"
    send(who, "risk", "risk=some")
    assert left(who) == "what"
    send(who, "what", "what=A+child&sure=on")
    send(who, "why", "why=so")
    assert left(who) == ""
    assert QUESTIONS.answers(who, "H-1") == {"risk": "some", "what": "A child", "sure": True, "why": "so"}


def test_an_answer_that_no_longer_applies_is_kept_and_not_sent(who: Asker) -> None:
    send(who, "risk", "risk=some")
    send(who, "what", "what=A+child")
    send(who, "why", "why=so")
    send(who, "risk", "risk=none")
    assert QUESTIONS.answers(who, "H-1") == {"risk": "none", "why": "so"}
    send(who, "risk", "risk=some")
    assert QUESTIONS.answers(who, "H-1")["what"] == "A child"


def test_what_does_not_fit_is_kept_all_the_same(who: Asker) -> None:
    send(who, "why", "why=far+too+long")
    assert left(who) == "risk"
    form = QUESTIONS.form(who, "H-1", QUESTIONS.page("why"))
    assert form["why"].value() == "far too long"
    assert not form.errors


def test_a_box_that_is_unticked_again_is_unticked(who: Asker) -> None:
    send(who, "risk", "risk=some")
    send(who, "what", "what=x&sure=on")
    send(who, "what", "what=x")
    assert QUESTIONS.answers(who, "H-1")["sure"] is False


def test_the_way_back_passes_over_what_is_not_asked(who: Asker) -> None:
    send(who, "risk", "risk=none")
    before = QUESTIONS.before(who, "H-1", QUESTIONS.page("why"))
    after = QUESTIONS.after(who, "H-1", QUESTIONS.page("risk"))
    assert before is not None
    assert after is not None
    assert (before.slug, after.slug) == ("risk", "why")
    assert QUESTIONS.after(who, "H-1", QUESTIONS.page("why")) is None


def test_records_and_people_do_not_mix(who: Asker, asker: Callable[..., Asker]) -> None:
    send(who, "risk", "risk=none")
    assert QUESTIONS.answers(asker("practitioner"), "H-1") == {}
    assert QUESTIONS.answers(who, "H-2") == {}


def test_forgotten_when_it_was_sent(who: Asker) -> None:
    send(who, "risk", "risk=none")
    QUESTIONS.forget(who, "H-1", at=NOW)
    assert draft_of(who, "test", "H-1") is None


def test_an_unknown_page_is_no_page() -> None:
    with pytest.raises(NotFound):
        QUESTIONS.page("nothing")
