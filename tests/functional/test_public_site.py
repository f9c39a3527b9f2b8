"""The public site remembers nobody and tells nobody."""

from __future__ import annotations

import re

import pytest
from django.contrib.sessions.models import Session
from django.test import override_settings

from roundel.config.programs import PUBLIC
from tests.support.clients import PublicClient

PAGES = ("/", "/reach-us", "/private", "/leaving", "/away")


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
def test_a_page_sets_no_cookie_and_names_no_other_host(public_client: PublicClient, path: str) -> None:
    answer = public_client.get(path)
    assert answer.status_code == 200
    assert not answer.cookies
    assert not Session.objects.exists()
    page = answer.content.decode()
    assert not re.findall(r'(?:src|href|action)="(?!/|#|tel:|data:,)', page)
    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "no-referrer"


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
def test_the_title_says_nothing_of_the_subject(public_client: PublicClient, path: str) -> None:
    title = re.search(r"<title>(.*?)</title>", public_client.get(path).content.decode(), re.DOTALL)
    assert title is not None
    assert not re.search(r"child|abuse|sex|offen|helpline|thought", title[1], re.IGNORECASE)


@pytest.mark.django_db
def test_what_must_be_passed_on_is_said_where_the_number_stands(public_client: PublicClient) -> None:
    for path in ("/", "/reach-us"):
        page = public_client.get(path).content.decode()
        assert "tel:08000000000" in page
    assert "we pass that on" in public_client.get("/private").content.decode()


@pytest.mark.django_db
def test_leaving_ends_the_session_and_clears_the_browser(public_client: PublicClient) -> None:
    session = public_client.session
    session["anything"] = "x"
    session.save()
    public_client.cookies[PUBLIC.cookie] = session.session_key

    answer = public_client.get("/leave")

    assert (answer.status_code, answer["Location"]) == (303, "/away")
    assert answer["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert answer.cookies[PUBLIC.cookie].value == ""
    assert not Session.objects.exists()


@pytest.mark.django_db
@override_settings(ROUNDEL_LEAVE_TO="https://weather.example/")
def test_an_organisation_may_choose_where_leaving_goes(public_client: PublicClient) -> None:
    assert public_client.get("/leave")["Location"] == "https://weather.example/"


def test_the_public_program_loads_no_app_that_holds_records() -> None:
    kept_out = {"roundel.helpline", "roundel.correspondence", "roundel.access", "roundel.audit", "roundel.drafts"}
    assert not kept_out & set(PUBLIC.apps)
