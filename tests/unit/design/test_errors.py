"""Error pages say what happened, what was kept and what to do, and ask no database."""

import pytest
from django.test import RequestFactory

from roundel.design import errors
from roundel.kernel.errors import Conflict, Difference, Refused
from tests.unit.design.pages import tags, text

# pytest-django forbids the database to a test that does not ask for it: that is the proof here.


@pytest.mark.parametrize(
    ("view", "status", "words"),
    [
        (errors.handler400, 400, "Nothing was changed."),
        (errors.handler403, 403, "Nothing was changed."),
        (errors.handler404, 404, "Nothing was changed."),
        (errors.handler413, 413, "what you typed is still on the page"),
        (errors.handler500, 500, "What was saved before is kept"),
        (errors.too_many, 429, "nothing is lost"),
        (errors.csrf_failure, 403, "What you typed is kept"),
    ],
)
def test_each_page_stands_alone(view, status: int, words: str):
    response = view(RequestFactory().get("/"))
    html = response.content.decode()

    assert response.status_code == status
    assert words in text(html)
    assert len(tags(html, "h1")) == 1
    assert "!" not in text(html).replace("DOCTYPE", "")


def test_a_refusal_gives_its_reason():
    response = errors.handler403(RequestFactory().get("/"), Refused("Only a supervisor may open this again."))

    assert "Only a supervisor may open this again." in response.content.decode()


def test_not_there_and_not_yours_look_the_same():
    hidden = errors.handler404(RequestFactory().get("/a"), Refused("secret reason", may_know=False))
    missing = errors.handler404(RequestFactory().get("/b"))

    assert hidden.content == missing.content


def test_how_long_to_wait():
    response = errors.too_many(RequestFactory().get("/"), seconds=61)

    assert response["Retry-After"] == "61"
    assert "Try again in 2 minutes." in text(response.content.decode())


def test_the_last_resort_is_plain_text(monkeypatch):
    monkeypatch.setattr(errors, "bare", lambda *args, **kwargs: 1 / 0)
    response = errors.handler500(RequestFactory().get("/"))

    assert response.status_code == 500
    assert "What was saved is kept." in response.content.decode()


def conflict(yours: dict[str, object]) -> str:
    """The page for two versions."""
    differences = (Difference("Notes", "theirs <b>", "yours\nmine"), Difference("Channel", "Telephone", "Telephone"))
    exc = Conflict(differences=differences, current_version=4, yours=yours)
    response = errors.conflict(RequestFactory().post("/contacts/1"), exc)
    assert response.status_code == 409
    return response.content.decode()


def test_both_versions_stand_side_by_side_and_yours_is_sent_again():
    html = conflict({"note": "yours\nmine", "topics": ["a", "b"], "version": "3", "csrfmiddlewaretoken": "x"})

    sent = [(one["name"], one["value"]) for one in tags(html, "input") if one["name"] != "csrfmiddlewaretoken"]
    assert sent == [("version", "4"), ("note", "yours\nmine"), ("topics", "a"), ("topics", "b")]
    assert "theirs &lt;b&gt;" in html
    assert text(html).count("Different") == 1


def test_nothing_to_send_again_no_button():
    assert "Save mine" not in text(conflict({}))
