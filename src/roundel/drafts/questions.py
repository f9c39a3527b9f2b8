"""Forms of one question a page: the answers wait in a draft until they are checked and sent.

    PROPOSAL = Questions("threshold", (Page("identifiable", IdentifiableForm), Page("risk", RiskForm), ...))

A page is a small form. What was typed on it is kept as a draft about one record, whether it fits or not;
``answers`` gives the cleaned values of all pages that apply and fit, ``unanswered`` the first that does not.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from roundel.access.grants import Asker
from roundel.drafts import actions
from roundel.drafts.queries import draft_of, typed
from roundel.kernel.errors import NotFound

Answers = dict[str, Any]


def _always(answers: Mapping[str, Any]) -> bool:
    return True


@dataclass(frozen=True)
class Page:
    """One question: its slug in the address, its form, and whether it is asked, given the answers before it."""

    slug: str
    form: Callable[..., forms.Form]
    applies: Callable[[Mapping[str, Any]], bool] = _always


@dataclass(frozen=True)
class Questions:
    """The pages of one form in their order; ``name`` is what its drafts are kept under."""

    name: str
    pages: tuple[Page, ...]

    def page(self, slug: str) -> Page:
        """The page of this slug; NotFound for another."""
        for page in self.pages:
            if page.slug == slug:
                return page
        raise NotFound

    def form(self, asker: Asker, about: str, page: Page, **more: Any) -> forms.Form:
        """The page's form with what was typed on it before; without complaints."""
        kept = self._typed(asker, about)
        made = page.form(**more)
        if kept is not None and self._was_sent(page, kept):
            for name, field in made.fields.items():
                made.initial[name] = field.widget.value_from_datadict(kept, {}, made.add_prefix(name))
        return made

    def keep(self, asker: Asker, about: str, page: Page, sent: QueryDict, *, at: dt.datetime) -> None:
        """Keep what was sent for this page beside what is kept of the others."""
        kept = self._typed(asker, about) or QueryDict(mutable=True)
        names = set(sent) | {name for name in kept if name.split("-")[0] in page.form().fields}
        fields = {name: values for name, values in kept.lists() if name not in names}
        fields |= {name: values for name, values in sent.lists() if name != "csrfmiddlewaretoken"}
        fields[_mark(page)] = ["yes"]
        actions.keep_draft(by=asker, at=at, form=self.name, about=about, typed=fields)

    def asked(self, asker: Asker, about: str) -> Iterator[tuple[Page, forms.Form]]:
        """Each page that applies, with its form as far as it was answered (bound if it was sent)."""
        kept, answers = self._typed(asker, about), Answers()
        for page in self.pages:
            if not page.applies(answers):
                continue
            form = page.form(kept) if kept is not None and self._was_sent(page, kept) else page.form()
            if form.is_valid():
                answers |= form.cleaned_data
            yield page, form

    def answers(self, asker: Asker, about: str) -> Answers:
        """The cleaned values of every page that applies and fits."""
        found = Answers()
        for _, form in self.asked(asker, about):
            found |= form.cleaned_data if form.is_valid() else {}
        return found

    def unanswered(self, asker: Asker, about: str) -> Page | None:
        """The first page that applies and has no answer that fits; None when all have."""
        return next((page for page, form in self.asked(asker, about) if not form.is_valid()), None)

    def after(self, asker: Asker, about: str, page: Page) -> Page | None:
        """The page that follows, given the answers; None at the end."""
        applying = [each for each, _ in self.asked(asker, about)]
        later = self.pages[self.pages.index(page) + 1 :]
        return next((each for each in later if each in applying), None)

    def before(self, asker: Asker, about: str, page: Page) -> Page | None:
        """The page that comes before, given the answers; None at the beginning."""
        applying = [each for each, _ in self.asked(asker, about)]
        earlier = self.pages[: self.pages.index(page)]
        return next((each for each in reversed(earlier) if each in applying), None)

    def forget(self, asker: Asker, about: str, *, at: dt.datetime) -> None:
        """Drop the answers, because they were sent or are not wanted."""
        actions.drop_draft(by=asker, at=at, form=self.name, about=about)

    def _typed(self, asker: Asker, about: str) -> QueryDict | None:
        return typed(draft_of(asker, self.name, about))

    def _was_sent(self, page: Page, kept: QueryDict) -> bool:
        return _mark(page) in kept


def _mark(page: Page) -> str:
    """Under what the draft notes that this page was sent: an unticked box sends nothing of itself."""
    return f"sent-{page.slug}"
