"""An organisation's own name, colour and logo."""

import pytest
from django.test import RequestFactory

from roundel.design import brand, checks, views


def test_the_colour_is_served_as_a_style_sheet(settings):
    settings.ROUNDEL_BRAND_COLOUR = "#552266"
    response = views.brand_css(RequestFactory().get("/brand.css"))

    assert response["Content-Type"] == "text/css"
    assert b"--roundel-brand:#552266;" in response.content


def test_a_browser_that_has_it_gets_no_copy(settings):
    first = views.brand_css(RequestFactory().get("/brand.css"))
    again = views.brand_css(RequestFactory().get("/brand.css", headers={"If-None-Match": first["ETag"]}))
    settings.ROUNDEL_BRAND_COLOUR = "#552266"
    changed = views.brand_css(RequestFactory().get("/brand.css", headers={"If-None-Match": first["ETag"]}))

    assert (again.status_code, changed.status_code) == (304, 200)


@pytest.mark.parametrize("value", ["red", "#12", "#1d5a66;} body{display:none", "", None, "javascript:"])
def test_nothing_but_a_colour_reaches_the_style_sheet(settings, value):
    settings.ROUNDEL_BRAND_COLOUR = value

    assert brand.stylesheet().startswith(":root{--roundel-brand:#1d5a66;")
    assert brand.stylesheet().count("}") == 1


@pytest.mark.parametrize(
    ("colour", "complaints"),
    [("#1d5a66", []), ("#552266", []), ("#ffdd00", ["design.E002"]), ("blue", ["design.E001"]), ("", [])],
)
def test_a_colour_that_cannot_be_read_is_refused_at_the_start(settings, colour: str, complaints: list[str]):
    settings.ROUNDEL_BRAND_COLOUR = colour

    assert [error.id for error in checks.brand_is_readable(None)] == complaints


@pytest.mark.parametrize(("one", "other", "ratio"), [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48)])
def test_contrast_as_wcag_defines_it(one: str, other: str, ratio: float):
    assert brand.contrast(one, other) == pytest.approx(ratio, abs=0.01)


@pytest.mark.django_db  # closing a response closes old connections
def test_a_logo_is_served_from_the_disk(settings, tmp_path):
    (tmp_path / "logo.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    settings.ROUNDEL_BRAND_LOGO = str(tmp_path / "logo.svg")
    response = views.logo(RequestFactory().get("/brand/logo"))

    assert response["Content-Type"] == "image/svg+xml"
    assert "sandbox" in response["Content-Security-Policy"]
    response.close()


@pytest.mark.parametrize("name", ["", "missing.svg", "settings.py"])
def test_no_other_file_is_a_logo(settings, tmp_path, name: str):
    (tmp_path / "settings.py").write_text("SECRET = 1")
    settings.ROUNDEL_BRAND_LOGO = str(tmp_path / name) if name else ""

    assert brand.logo_path() is None
