"""Addresses of the pages of a list."""

from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest
from django.utils.translation import gettext as _

from roundel.design import words


def address(request: HttpRequest, parameter: str, number: int) -> str:
    """The address of this list at another page."""
    query = request.GET.copy()
    query[parameter] = str(number)
    return f"?{query.urlencode()}"


def page_links(page: Page, request: HttpRequest, parameter: str) -> dict[str, Any]:
    """The arguments of `ui.pagination` for a page of Django's Paginator."""
    paginator = page.paginator
    first, last, total = (words.number(n) for n in (page.start_index(), page.end_index(), paginator.count))
    results = _("Showing %(first)s to %(last)s of %(total)s") % {"first": first, "last": last, "total": total}
    if paginator.num_pages < 2:
        return {"results": results if paginator.count else None}
    items: list[dict[str, Any]] = []
    for number in paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1):
        if isinstance(number, int):
            items.append(
                {"number": number, "href": address(request, parameter, number), "current": number == page.number}
            )
        else:
            items.append({"ellipsis": True})
    return {
        "previous": address(request, parameter, page.previous_page_number()) if page.has_previous() else None,
        "next": address(request, parameter, page.next_page_number()) if page.has_next() else None,
        "items": items,
        "results": results,
    }
