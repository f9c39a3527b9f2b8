"""Never lose typing: each step of the take screen first keeps, as a draft, everything that the form holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from functools import wraps
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect

from roundel.access.http import DeskRequest
from roundel.drafts import actions as drafts
from roundel.drafts.models import Draft
from roundel.drafts.queries import draft_of
from roundel.helpline.forms.pointing import FIND_NAMES, SHOWN
from roundel.helpline.forms.take import ALWAYS_SENT

FORM = "contact"
NOT_TYPED = frozenset({"csrfmiddlewaretoken", "version", "code", "do", "nature"})
NOTHING: Mapping[str, list[str]] = {}
View = Callable[..., HttpResponse]


def keep(
    request: DeskRequest,
    reference: str,
    at: dt.datetime,
    without: Collection[str] = (),
    also: Mapping[str, list[str]] = NOTHING,
) -> None:
    """Keep what was typed, without the fields that have been dealt with; drop the draft when nothing is left.

    ``also`` is kept instead of what was sent. A search in the directory is kept only while its results are shown.
    """
    left = {name: values for name, values in request.POST.lists() if name not in NOT_TYPED and name not in without}
    left |= also
    if SHOWN not in left:
        left = {name: values for name, values in left.items() if name not in FIND_NAMES}
    typed = {name: values for name, values in left.items() if any(values) and values != [ALWAYS_SENT.get(name)]}
    if not typed:
        forget(request, reference, at)
        return
    drafts.keep_draft(
        by=request.asker, at=at, form=FORM, about=reference, typed=typed, base_version=sent_version(request.POST)
    )


def forget(request: DeskRequest, reference: str, at: dt.datetime) -> None:
    """Drop the draft, if there is one."""
    drafts.drop_draft(by=request.asker, at=at, form=FORM, about=reference)


def kept(request: DeskRequest, reference: str) -> Draft | None:
    """The asker's draft about this contact."""
    return draft_of(request.asker, FORM, reference)


def sent_version(posted: QueryDict) -> int:
    """The version of the contact on which the page was based; 0 for none that can be."""
    text = posted.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def step(view: View) -> View:
    """A POST from the take screen. Anything else (a reload, an old bookmark) leads back to the screen."""

    @wraps(view)
    def only_post(request: DeskRequest, reference: str, **more: Any) -> HttpResponse:
        if request.method != "POST":
            return redirect("helpline:take", reference)
        return view(request, reference, **more)

    return only_post
