"""Never lose typing: each step of a take screen first keeps, as a draft, everything that the form holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse

from roundel.access.http import DeskRequest
from roundel.drafts import actions as drafts
from roundel.drafts.models import Draft
from roundel.drafts.queries import draft_of
from roundel.helpline.forms.pointing import FIND_NAMES, SHOWN
from roundel.helpline.forms.take import ALWAYS_SENT

NOT_TYPED = frozenset({"csrfmiddlewaretoken", "version", "code", "do", "nature"})
NOTHING: Mapping[str, list[str]] = {}
View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Typing:
    """The typing on one kind of take screen.

    ``namespace`` is that of the screen's addresses, ``form`` what its drafts are kept under, ``thing`` what
    the record is called, and ``not_typed`` what its page sends beside the common fields although nobody typed it.
    """

    namespace: str
    form: str
    thing: str
    not_typed: frozenset[str] = frozenset()

    def names(self) -> dict[str, str]:
        """What the templates of the screen and of the pages around it need to know of it."""
        return {"steps_of": self.namespace, "draft_form": self.form, "thing": self.thing}

    def keep(
        self,
        request: DeskRequest,
        reference: str,
        at: dt.datetime,
        without: Collection[str] = (),
        also: Mapping[str, list[str]] = NOTHING,
    ) -> None:
        """Keep what was typed, without the fields that have been dealt with; drop the draft when nothing is left.

        ``also`` is kept instead of what was sent. A search in the directory is kept only while its results are shown.
        """
        leave = NOT_TYPED | self.not_typed | set(without)
        left = {name: values for name, values in request.POST.lists() if name not in leave} | dict(also)
        if SHOWN not in left:
            left = {name: values for name, values in left.items() if name not in FIND_NAMES}
        typed = {name: values for name, values in left.items() if any(values) and values != [ALWAYS_SENT.get(name)]}
        if not typed:
            self.forget(request, reference, at)
            return
        version = sent_version(request.POST)
        drafts.keep_draft(by=request.asker, at=at, form=self.form, about=reference, typed=typed, base_version=version)

    def forget(self, request: DeskRequest, reference: str, at: dt.datetime) -> None:
        """Drop the draft, if there is one."""
        drafts.drop_draft(by=request.asker, at=at, form=self.form, about=reference)

    def kept(self, request: DeskRequest, reference: str) -> Draft | None:
        """The asker's draft about this record."""
        return draft_of(request.asker, self.form, reference)

    def step(self, view: View) -> View:
        """A POST from the take screen. Anything else (a reload, an old bookmark) leads back to the screen."""

        @wraps(view)
        def only_post(request: DeskRequest, reference: str, **more: Any) -> HttpResponse:
            if request.method != "POST":
                return redirect(self.address(reference))
            return view(request, reference, **more)

        return only_post

    def address(self, reference: str, place: str = "") -> str:
        """Where the screen is, or a place on it."""
        return reverse(f"{self.namespace}:take", args=[reference]) + (place and f"#{place}")


def sent_version(posted: QueryDict) -> int:
    """The version of the record on which the page was based; 0 for none that can be."""
    text = posted.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


CONTACT = Typing("helpline", "contact", "Contact")
keep, forget, kept, step = CONTACT.keep, CONTACT.forget, CONTACT.kept, CONTACT.step
