"""Never lose typing: what was begun in a form is there again, and is dropped once it is sent."""

from __future__ import annotations

from typing import TypeVar

from django import forms

from roundel.access.http import DeskRequest
from roundel.drafts import actions as drafts
from roundel.drafts.queries import draft_of, typed
from roundel.kernel import clock

F = TypeVar("F", bound=forms.Form)


def begun(request: DeskRequest, form: F, name: str, about: str) -> F:
    """The form with what was typed in it before, if it is only looked at; without complaints."""
    kept = None if form.is_bound else typed(draft_of(request.asker, name, about))
    if kept is not None:
        for field_name, field in form.fields.items():
            if not field.widget.value_omitted_from_data(kept, {}, form.add_prefix(field_name)):
                form.initial[field_name] = field.widget.value_from_datadict(kept, {}, form.add_prefix(field_name))
    return form


def forget(request: DeskRequest, name: str, about: str) -> None:
    """Drop the draft, if there is one."""
    drafts.drop_draft(by=request.asker, at=clock.now(), form=name, about=about)
