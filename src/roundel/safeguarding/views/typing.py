"""Never lose typing: what is typed on a page is kept as a draft, and stands there again when the page is opened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django import forms
from django.http import QueryDict
from django.urls import reverse

from roundel.access.http import DeskRequest
from roundel.drafts import actions as drafts
from roundel.drafts.queries import draft_of, typed

F = TypeVar("F", bound=forms.Form)
NOT_TYPED = frozenset({"csrfmiddlewaretoken", "version"})


@dataclass(frozen=True)
class Typing:
    """The draft of one form about one record."""

    form: str
    about: str

    @property
    def url(self) -> str:
        """Where the page sends what is typed."""
        return reverse("drafts:keep", args=[self.form, self.about])

    def fill(self, request: DeskRequest, made: forms.Form) -> forms.Form:
        """Put what was typed before into a form that has not been sent; without complaints."""
        kept = typed(draft_of(request.asker, self.form, self.about))
        for name, field in made.fields.items() if kept is not None else ():
            value = field.widget.value_from_datadict(kept, {}, made.add_prefix(name))
            made.initial[name] = made.initial.get(name, field.initial) if value is None else value
        return made

    def keep(self, request: DeskRequest, sent: QueryDict, at: dt.datetime) -> None:
        """Keep what was sent, in case it is refused."""
        fields = {name: values for name, values in sent.lists() if name not in NOT_TYPED}
        drafts.keep_draft(by=request.asker, at=at, form=self.form, about=self.about, typed=fields)

    def forget(self, request: DeskRequest, at: dt.datetime) -> None:
        """Drop it: it is saved."""
        drafts.drop_draft(by=request.asker, at=at, form=self.form, about=self.about)


def typed_form(
    request: DeskRequest,
    typing: Typing,
    kind: Callable[..., F],
    at: dt.datetime,
    *,
    initial: Mapping[str, Any] | None = None,
    **more: Any,
) -> F:
    """The form as it was sent, kept in case it is refused; or as it was typed; or with what stands there first."""
    if request.method == "POST":
        typing.keep(request, request.POST, at)
        return kind(request.POST, **more)
    made = kind(initial=dict(initial or {}), **more)
    typing.fill(request, made)
    return made
