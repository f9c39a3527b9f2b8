"""The Jinja2 environment of all our pages.

Our own templates run with `StrictUndefined`: a misspelt name is an error, not an empty space on the screen. The
macros of govuk-frontend-jinja count on absent keys being empty, so they are compiled in a lenient environment of
their own; whatever they import (`govuk_frontend_jinja/...`) stays there. A file with the same path under
`design/jinja2/mended_govuk/` replaces the package's: that is how gaps are mended.
"""

from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language, gettext, ngettext, npgettext, pgettext
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PackageLoader, PrefixLoader, StrictUndefined, Template
from jinja2.ext import Extension
from markupsafe import Markup

from roundel.design import brand, charts, form_params, paging, words

GOVUK_PREFIX = "govuk_frontend_jinja/"
EXTENSIONS: list[str | type[Extension]] = ["jinja2.ext.i18n", "jinja2.ext.do"]


class RoundelEnvironment(Environment):
    """Strict for our templates; hands the GOV.UK macros to a lenient companion."""

    lenient: Environment | None = None

    def _load_template(self, name: str, globals: MutableMapping[str, Any] | None) -> Template:  # noqa: A002 (Jinja's name)
        if self.lenient is not None and name.startswith(GOVUK_PREFIX):
            return self.lenient.get_template(name)
        return super()._load_template(name, globals)


def url_or_none(name: str, *args: object, **kwargs: object) -> str | None:
    """The address of a named page, or None where this program has no such page."""
    try:
        return reverse(name, args=args, kwargs=kwargs)
    except NoReverseMatch:
        return None


def url(name: str, *args: object, **kwargs: object) -> str:
    """The address of a named page; an unknown name is an error."""
    return reverse(name, args=args, kwargs=kwargs)


def signed_in_name(request: HttpRequest | None) -> str:
    """What to call the person who is signed in; empty for nobody."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return ""
    return getattr(getattr(request, "asker", None), "name", "") or str(user.get_full_name() or user.get_username())


def flash_messages(request: HttpRequest | None) -> list[dict[str, str]]:
    """Messages left for this person by the page before: level ("success", "info", "warning", "error") and text."""
    if request is None or not hasattr(request, "_messages"):
        return []
    return [{"level": message.level_tag, "text": str(message)} for message in get_messages(request)]


def govuk_loader() -> PrefixLoader:
    """The package's templates, ours first."""
    mended = FileSystemLoader(Path(__file__).parent / "jinja2" / "mended_govuk")
    return PrefixLoader({"govuk_frontend_jinja": ChoiceLoader([mended, PackageLoader("govuk_frontend_jinja")])})


def unindented(text: str, *args: object, **kwargs: object) -> str:
    """The macros indent for looks; inside a textarea that would change what a person typed, so it is not done."""
    return text


def lenient_environment(**options: Any) -> Environment:
    """Where the GOV.UK macros live; also what the conformance test renders with."""
    made = Environment(
        loader=govuk_loader(), autoescape=True, extensions=EXTENSIONS, trim_blocks=True, lstrip_blocks=True, **options
    )
    made.filters["indent"] = unindented
    return made


def environment(**options: Any) -> RoundelEnvironment:
    """What `TEMPLATES["OPTIONS"]["environment"]` names."""
    options.update(autoescape=True, undefined=StrictUndefined, extensions=[*EXTENSIONS, *options.pop("extensions", [])])
    made = RoundelEnvironment(**options)
    made.lenient = lenient_environment(auto_reload=options.get("auto_reload", False))
    made.install_gettext_callables(  # type: ignore[attr-defined]
        gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )
    made.globals.update(
        static=static,
        url=url,
        url_or_none=url_or_none,
        language=lambda: get_language() or "en",
        organisation=brand.organisation,
        organisation_logo=brand.logo_url,
        signed_in_name=signed_in_name,
        flash_messages=flash_messages,
        field_params=form_params,
        charts=charts,
        page_links=paging.page_links,
        Markup=Markup,
    )
    made.filters.update(words.FILTERS)
    return made
