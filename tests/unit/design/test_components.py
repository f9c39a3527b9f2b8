"""Macros and layouts."""

import datetime as dt
import re
from pathlib import Path
from types import SimpleNamespace

import jinja2
import pytest
from django.core.paginator import Paginator
from django.test import RequestFactory

import roundel
from roundel.design import paging
from tests.unit.design.pages import render, tags, text

PACKAGE = Path(roundel.__file__).parent
TEMPLATES = [path for path in PACKAGE.glob("**/jinja2/**/*.html") if "mended_govuk" not in path.parts]
AT = dt.datetime(2027, 3, 14, 21, 4, tzinfo=dt.UTC)


def test_a_misspelt_name_is_an_error():
    with pytest.raises(jinja2.UndefinedError):
        render("{{ nothing_of_the_kind }}")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: "/".join(path.parts[-3:]))
def test_no_template_of_ours_trusts_text_or_breaks_the_security_policy(path: Path):
    source = path.read_text()

    assert not re.search(r"\|\s*safe\b|Markup\(|autoescape false", source)
    assert not re.search(r"\sstyle=|\son[a-z]+=|<script>|<style", source)


def test_text_is_escaped_in_every_component():
    evil = "<img src=x>"
    html = render(
        """{{ ui.button(t) }}{{ ui.tag(t) }}{{ ui.notice(t) }}{{ ui.warning(t) }}{{ ui.badge(t) }}{{ ui.link(t, t) }}
        {{ ui.summary_list([{"key": t, "value": t}]) }}{{ ui.table(t, [t], [[t], [{"text": t, "href": t}]]) }}
        {{ ui.timeline([{"title": t, "by": t, "at": at, "text": t}]) }}{{ ui.identity_bar(t, t, t, t) }}
        {{ ui.messages([{"text": t, "sender": t, "at": at, "sent": true}]) }}{{ ui.conflict([(t, t, t)]) }}
        {{ ui.summary_numbers([{"value": t, "label": t, "basis": t}]) }}{{ ui.figure(t, [t, t], [(t, 1)], note=t) }}
        {{ ui.breadcrumbs([(t, t)]) }}{{ ui.sub_navigation([(t, t, true)]) }}{{ ui.who_sees(t) }}{{ ui.empty_state(t) }}
        {{ ui.main_navigation([(t, t, true), (t, t, false)]) }}""",
        t=evil,
        at=AT,
    )

    assert "<img" not in html


def test_what_is_missing_is_never_blank():
    html = render(
        '{{ ui.summary_list([{"key": "Region", "value": none}]) }}'
        '{{ ui.table("T", ["A", {"text": "N", "numeric": true}], [["", none], ["x", 0]]) }}'
        "{{ ui.time(none) }}{{ ui.conflict([('Notes', none, '')]) }}"
    )

    assert text(html).count("not recorded") == 6
    assert " 0" in text(html)


@pytest.mark.parametrize(("kind", "role"), [("info", "region"), ("success", "region"), ("problem", "alert")])
def test_only_a_problem_interrupts(kind: str, role: str):
    assert tags(render("{{ ui.notice('Words', kind) }}", kind=kind), "div")[0]["role"] == role


def test_a_status_is_a_word():
    assert text(render("{{ ui.status('Due today', 'attention') }}")) == "Due today"


def test_a_table_scrolls_in_a_region_that_has_a_name():
    html = render('{{ ui.table("Contacts of the week", ["Reference"], [["H-7F3K-9Q"]]) }}')

    region, caption = tags(html, "div")[0], tags(html, "caption")[0]
    assert (region["role"], region["tabindex"]) == ("region", "0")
    assert region["aria-labelledby"] == caption["id"]


def test_a_sorted_column_says_so():
    html = render('{{ ui.table("T", [{"text": "A", "sort": "?s=a", "sorted": "ascending"}], [["x"]]) }}')

    assert tags(html, "th")[0]["aria-sort"] == "ascending"


@pytest.mark.parametrize("kind", ["bar", "column"])
def test_a_chart_has_title_description_and_table(kind: str):
    html = render(
        '{{ ui.figure("By month", ["Month", "Contacts"], rows, kind=kind, csv="/x.csv") }}',
        kind=kind,
        rows=[("Jan", 12), ("Feb", "under 5"), ("Mar", None)],
    )

    svg = tags(html, "svg")[0]
    named = {one["id"] for name in ("title", "desc") for one in tags(html, name)}
    assert svg["role"] == "img"
    assert set(svg["aria-labelledby"].split()) == named
    assert "under 5" in text(html)
    assert "not recorded" in text(html)
    assert tags(html, "a")[-1]["href"] == "/x.csv"


def test_two_charts_on_a_page_share_no_id():
    html = render('{{ ui.figure("A", ["M", "N", "O"], r) }}{{ ui.figure("B", ["M", "N", "O"], r) }}', r=[("x", 1, 2)])

    ids = [attrs["id"] for name in ("title", "desc", "pattern") for attrs in tags(html, name)]
    assert len(ids) == len(set(ids)) == 6


def test_nothing_recorded_is_said_in_words():
    assert "Nothing was recorded in this period." in text(render('{{ ui.figure("A", ["M", "N"], []) }}'))


def test_links_to_pages_keep_the_other_parameters():
    request = RequestFactory().get("/?q=a+b&page=2")
    links = paging.page_links(Paginator(range(4000), 50).page(2), request, "page")

    assert links["next"] == "?q=a+b&page=3"
    assert links["results"] == "Showing 51 to 100 of 4,000"
    assert [item["number"] for item in links["items"] if item.get("current")] == [2]


@pytest.mark.parametrize(("count", "results"), [(0, None), (1, "Showing 1 to 1 of 1")])
def test_a_single_page_has_no_links(count: int, results: str | None):
    links = paging.page_links(Paginator(range(count), 50).page(1), RequestFactory().get("/"), "page")

    assert links == {"results": results}


def test_confirming_says_what_happens_who_knows_and_how_to_undo():
    html = render(
        '{% call ui.confirm("End it", "End", "/back", happens=["It ends."], knows="The supervisor.") %}{% endcall %}'
    )

    for words in ("It ends.", "The supervisor.", "This cannot be undone.", "Cancel"):
        assert words in text(html)


def layout(name: str, **context: object) -> str:
    """A page with this layout."""
    source = (
        "{% extends '"
        + name
        + "' %}{% block title %}Contact H-7F3K-9Q{% endblock %}{% block content %}Content{% endblock %}"
    )
    from django.template import engines

    return engines["jinja2"].from_string(source).render(context, RequestFactory().get("/"))


@pytest.mark.parametrize("name", ["layout/desk.html", "layout/plain.html", "layout/public.html"])
def test_layouts_have_a_language_a_title_one_main_and_nothing_inline(name: str):
    html = layout(name)

    assert tags(html, "html")[0]["lang"].startswith("en")
    assert len(tags(html, "main")) == 1
    assert "Contact H-7F3K-9Q" in html
    assert all("src" in script for script in tags(html, "script"))
    assert not tags(html, "style")
    addresses = [one.get("src") or one.get("href") for name in ("script", "link", "img") for one in tags(html, name)]
    assert all(address.startswith("/") for address in addresses)


def test_a_form_with_errors_says_so_in_the_title():
    assert "<title>Error: Contact" in layout("layout/desk.html", form=SimpleNamespace(errors={"x": ["y"]}))


def test_the_way_out_is_a_real_link():
    link = next(a for a in tags(layout("layout/public.html"), "a") if "data-leave" in a)

    assert link["href"] == "/leave"
