"""The service's figures, and each of their tables as CSV."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from roundel.access.http import DeskRequest
from roundel.helpline import export, filters
from roundel.helpline.figures import tables
from roundel.helpline.figures.words import HOW, PROTECTION
from roundel.helpline.forms.figures import FiguresForm
from roundel.helpline.queries import figures as queries
from roundel.kernel import clock


@require_GET
def figures(request: DeskRequest) -> HttpResponse:
    """The figures of a period, for everybody or one group. An address that is wrong shows none until it is mended."""
    form = _form(request)
    context: dict[str, object] = {"form": form, "protection": PROTECTION, "shown": None}
    if form.is_valid():
        group, period = form.chosen_group(), form.period()
        shown = queries.read_figures(request.asker, at=clock.now(), period=period, group=group)
        context |= {
            "shown": shown,
            "renewed": settings.ROUNDEL_FIGURES_MINUTES,
            "headlines": tables.headlines(shown, group),
            "sections": tables.sections(shown, group, today=clock.today()),
            "group_words": _words(group),
            "csv": lambda slug: f"{reverse('helpline:figures_csv', args=[slug])}?{request.GET.urlencode()}",
        }
    return render(request, "helpline/figures.html", context)


@require_GET
def figures_csv(request: DeskRequest, slug: str) -> HttpResponse:
    """One table as CSV, with the same cells as the page."""
    form = _form(request)
    if slug not in HOW or not form.is_valid():
        raise Http404
    group, period = form.chosen_group(), form.period()
    moment = clock.now()
    shown = queries.read_figures(request.asker, at=moment, period=period, group=group, exported=slug)
    section = next(one for one in tables.sections(shown, group, today=clock.today()) if one.slug == slug)
    lines = [("Period", period.label), ("For", _words(group)), (), section.columns]
    content = b"".join(export.line(line) for line in [*lines, *section.rows, (), *((how,) for how in PROTECTION[:1])])
    headers = {
        "Content-Disposition": f'attachment; filename="{export.file_name(moment, "csv").replace("list", "table")}"'
    }
    return HttpResponse("\ufeff".encode() + content, content_type="text/csv; charset=utf-8", headers=headers)


def _form(request: DeskRequest) -> FiguresForm:
    this_year = clock.today().year
    first_year = min(queries.first_year(request.asker) or this_year, this_year)
    return FiguresForm(request.GET, first_year=first_year, this_year=this_year)


def _words(group: str) -> str:
    return filters.label("group", group) if group else "Everybody"
