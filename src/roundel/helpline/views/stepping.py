"""How every step of a take screen goes: keep what was typed, do one thing, lead back; what did not fit stays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from roundel.access.grants import Asker
from roundel.access.http import DeskRequest
from roundel.helpline.contact_form import ContactForm
from roundel.helpline.forms import take as forms
from roundel.helpline.forms.pointing import FIND_NAMES
from roundel.helpline.views.drafting import Typing, sent_version
from roundel.helpline.written import Written
from roundel.kernel import clock
from roundel.kernel.errors import InvalidInput, Refused

# What is done with the record, the values of its form, and the moment.
Deed = Callable[[Any, dict[str, Any], dt.datetime], object]
Questions = Callable[[Any], ContactForm]
Saving = Callable[[Any, Written, int, dt.datetime], object]


@dataclass(frozen=True)
class Desk:
    """One kind of take screen.

    ``record`` gives what is being taken if the asker may write in it, or refuses; ``screen`` draws it, with
    the forms that did not fit.
    """

    typing: Typing
    record: Callable[[Asker, str], Any]
    screen: Callable[[DeskRequest, str, dict[str, django_forms.Form]], HttpResponse]

    def with_form(
        self,
        request: DeskRequest,
        reference: str,
        named: tuple[str, django_forms.Form],
        deed: Deed,
        place: str,
        done_with: Collection[str] = (),
    ) -> HttpResponse:
        """Keep the typing, do the deed with the form's values, and forget the form's own fields once it is done.

        ``done_with``: further fields that are then forgotten.
        """
        now, (name, form) = clock.now(), named
        self.typing.keep(request, reference, now)
        record = self.record(request.asker, reference)
        if form.is_valid():
            try:
                deed(record, form.cleaned_data, now)
            except InvalidInput as error:
                form.add_error(error.field if error.field in form.fields else None, error.message)
            else:
                self.typing.keep(request, reference, now, without=forms.names_of(form) | set(done_with))
                return self.back(reference, place)
        return self.screen(request, reference, {name: form})

    def simply(self, request: DeskRequest, reference: str, deed: Callable[..., object], place: str) -> HttpResponse:
        """Keep the typing, do one thing that needs no form, and go back. What it refuses is said on the screen.

        ``deed`` takes the record and the moment.
        """
        now = clock.now()
        self.typing.keep(request, reference, now)
        record = self.record(request.asker, reference)
        try:
            deed(record, now)
        except Refused as refusal:
            if not refusal.may_know:
                raise
            messages.error(request, refusal.reason)
        return self.back(reference, place)

    def written(
        self, request: DeskRequest, reference: str, questions: Questions, saving: Saving
    ) -> HttpResponse | None:
        """Save what was sent; None when it is saved, else the page that says what is wrong. Conflict is raised."""
        now = clock.now()
        self.typing.keep(request, reference, now)
        record = self.record(request.asker, reference)
        form = forms.TakeForm(request.POST, questions=questions(record))
        if not form.is_valid():
            return self.screen(request, reference, {"form": form})
        try:
            saving(record, form.written(), sent_version(request.POST), now)
        except InvalidInput as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
            return self.screen(request, reference, {"form": form})
        self.typing.keep(request, reference, now, without=forms.names_of(form) | FIND_NAMES)
        for label in form.left_out():
            messages.info(request, f"Not kept, because it does not belong with the other answers: {label}")
        return None

    def code_wrong(self, request: DeskRequest, reference: str, form: forms.CodeForm, message: str) -> HttpResponse:
        """The screen with the reason beside an empty box: a code is never filled in again."""
        told = message or " ".join(str(one) for one in form["code"].errors)
        empty = forms.CodeForm({"code": ""})
        empty.errors["code"] = empty.error_class([told])
        return self.screen(request, reference, {"code_form": empty})

    def back(self, reference: str, place: str = "") -> HttpResponse:
        """To the screen, or a place on it."""
        return redirect(self.typing.address(reference, place))
