"""What others made is here with its version and licence, without what is not ours to use."""

from pathlib import Path

from roundel.design import vendoring

ROOT = Path(__file__).resolve().parents[3]
FILES = [path for path in vendoring.TARGET.rglob("*") if path.is_file()]


def test_versions_are_listed():
    listed = dict(line.split() for line in (vendoring.TARGET / "VERSIONS").read_text().splitlines())

    assert listed == vendoring.PACKAGES
    assert (
        f'version="{listed["govuk-frontend"]}"'
        in (vendoring.TARGET / "govuk-frontend/govuk-frontend.min.js").read_text()
    )


def test_no_typeface_and_no_crest_of_the_government():
    assert not [path for path in FILES if path.suffix in {".woff", ".woff2", ".ttf", ".otf", ".ico", ".png"}]
    for path in FILES:
        words = path.read_text().lower()
        assert not [one for one in ("gds transport", "@font-face", "crest", "crown-", ".woff") if one in words], path


def test_nothing_is_fetched_from_elsewhere():
    for path in FILES:
        source = path.read_text()
        assert "sourceMappingURL" not in source
        assert "url(http" not in source
        assert "@import" not in source


def test_images_named_in_the_styles_are_here():
    folder = vendoring.TARGET / "moj-frontend"

    for name in (folder / "moj-frontend.min.css").read_text().split("url(")[1:]:
        assert (folder / name.split(")")[0]).is_file()


def test_every_package_is_in_the_notice():
    notice = (ROOT / "NOTICE").read_text()

    for words in ("govuk-frontend", "@ministryofjustice/frontend", "accessible-autocomplete", "axe-core"):
        assert words in notice


def test_rules_are_kept_or_dropped_whole():
    css = ".a{x:1}@media print{.a{x:2}.b{x:3}}.b,.a{x:4}"

    assert vendoring.only(css, (".a",)) == ".a{x:1}@media print{.a{x:2}}.b,.a{x:4}"
    assert vendoring.without(css, (".a",)) == "@media print{.b{x:3}}"
