"""The administrator's pages: who has an account, and which roles. Nothing of what is in records."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from roundel.access import actions, forms, letters, queries
from roundel.access.http import PAGE, DeskRequest, sent
from roundel.access.roles import ROLES
from roundel.kernel import clock
from roundel.kernel.errors import InvalidInput

NOT_SENT = "This is done, but the e-mail could not be sent. Send it again from this page later."


@require_GET
def users(request: DeskRequest) -> HttpResponse:
    """The list, searched and paged."""
    form = forms.SearchForm(request.GET)
    search = form.cleaned_data["q"] if form.is_valid() else ""
    page = queries.people(request.asker, at=clock.now(), search=search, page=request.GET.get("page", 1))
    return render(request, "access/users.html", {"search": form, "page": page, "searched": search})


@PAGE
def new(request: DeskRequest) -> HttpResponse:
    """Make an account."""
    queries.check_may_manage(request.asker)
    form = forms.AccountForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.make_account(by=request.asker, at=clock.now(), site=_site(request), **form.cleaned_data)
        except InvalidInput as error:
            form.add_error(error.field, error.message)
        except letters.NotSentError:
            messages.error(request, NOT_SENT)
            return redirect("access:users")
        else:
            messages.success(request, f"The account is made, and a link has gone to {made.email}. Now give it a role.")
            return redirect("access:give_role", made.pk)
    return render(request, "access/new_user.html", {"form": form})


@require_GET
def user(request: DeskRequest, user_id: uuid.UUID) -> HttpResponse:
    """One account: what it is, what it may do, and what can be done to it."""
    found = queries.person(request.asker, user_id, at=clock.now())
    context = {"person": found, "roles": ROLES, "own": user_id == request.asker.user_id}
    return render(request, "access/user.html", context)


@PAGE
def give_role(request: DeskRequest, user_id: uuid.UUID) -> HttpResponse:
    """Give a role from a day on."""
    found = queries.person_to_change(request.asker, user_id, at=clock.now())
    form = forms.RoleForm(sent(request), initial=forms.today_parts(clock.today()))
    if request.method == "POST" and form.is_valid():
        try:
            actions.give_role(by=request.asker, at=clock.now(), user_id=user_id, **form.cleaned_data)
        except InvalidInput as error:
            form.add_error(error.field, error.message)
        else:
            messages.success(request, f"{found.user.name} has the role now, or will have it from that day.")
            return redirect("access:user", user_id)
    return render(request, "access/give_role.html", {"form": form, "person": found, "roles": ROLES})


@PAGE
def end_role(request: DeskRequest, user_id: uuid.UUID, role_id: uuid.UUID) -> HttpResponse:
    """End a role now."""
    found, role = queries.held_role(request.asker, user_id, role_id, at=clock.now())
    if request.method == "POST":
        actions.end_role(by=request.asker, at=clock.now(), user_id=user_id, role_id=role_id)
        messages.success(request, f"{found.user.name} no longer has this role.")
        return redirect("access:user", user_id)
    return render(request, "access/end_role.html", {"person": found, "role": ROLES[role.role]})


@PAGE
def close(request: DeskRequest, user_id: uuid.UUID) -> HttpResponse:
    """Close an account."""

    def act(reason: str) -> None:
        actions.close_account(by=request.asker, at=clock.now(), user_id=user_id, reason=reason)

    return _with_reason(request, user_id, "access/close_user.html", act, "The account is closed.")


@PAGE
def reopen(request: DeskRequest, user_id: uuid.UUID) -> HttpResponse:
    """Open a closed account again."""

    def act(reason: str) -> None:
        actions.reopen_account(by=request.asker, at=clock.now(), user_id=user_id, reason=reason)

    return _with_reason(request, user_id, "access/reopen_user.html", act, "The account is open again.")


@PAGE
def reset_second_factor(request: DeskRequest, user_id: uuid.UUID) -> HttpResponse:
    """Take the second step of signing in away, for somebody who has lost it."""

    def act(reason: str) -> None:
        actions.take_away_second_factor(
            by=request.asker, at=clock.now(), user_id=user_id, reason=reason, site=_site(request)
        )

    done = "The second step is reset, and the person has been sent a link to set it up again."
    return _with_reason(request, user_id, "access/reset_second_factor.html", act, done)


@require_POST
def unlock(request: DeskRequest, user_id: uuid.UUID) -> HttpResponse:
    """Let somebody try again now."""
    actions.unlock(by=request.asker, at=clock.now(), user_id=user_id)
    messages.success(request, "The account is unlocked. The person can sign in now.")
    return redirect("access:user", user_id)


@require_POST
def invite(request: DeskRequest, user_id: uuid.UUID) -> HttpResponse:
    """Send the first link again."""
    try:
        actions.invite(by=request.asker, at=clock.now(), user_id=user_id, site=_site(request))
    except letters.NotSentError:
        messages.error(request, NOT_SENT)
    else:
        messages.success(request, "A new link has been sent.")
    return redirect("access:user", user_id)


def _with_reason(
    request: DeskRequest, user_id: uuid.UUID, template: str, act: Callable[[str], None], done: str
) -> HttpResponse:
    """A page that asks why, does it, and says so."""
    found = queries.person_to_change(request.asker, user_id, at=clock.now())
    form = forms.ReasonForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data["reason"])
        except InvalidInput as error:
            form.add_error(error.field, error.message)
        except letters.NotSentError:
            messages.error(request, NOT_SENT)
            return redirect("access:user", user_id)
        else:
            messages.success(request, done)
            return redirect("access:user", user_id)
    return render(request, template, {"form": form, "person": found})


def _site(request: DeskRequest) -> str:
    return request.build_absolute_uri("/")
