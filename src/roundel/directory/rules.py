"""Who may do what with the directory. Pure: over the asker and loaded objects, no queries, no clock."""

from __future__ import annotations

from django.db.models import Q

from roundel.access import scopes
from roundel.access.grants import Asker
from roundel.directory.models import Import, Service
from roundel.kernel.errors import Refused

KIND = "directory.service"
VIEW, CHECK, EDIT = "directory.view", "directory.check", "directory.edit"


def visible_services(asker: Asker) -> Q | None:
    """Every entry to those who use the directory; nothing of it is about a person."""
    return Q() if asker.may(VIEW) else None


scopes.register(scopes.Scope(KIND, visible_services, knows=VIEW))


def check_may_view(asker: Asker) -> None:
    """Whether the asker uses the directory at all."""
    asker.require(VIEW, "Your role does not include the directory.")


def check_may_edit(asker: Asker) -> None:
    """Whether the asker keeps the directory: adds, changes, retires, imports and exports."""
    asker.require(EDIT, "Only those who keep the directory can change it. Tell them, or check the entry.")


def check_may_check(asker: Asker, service: Service) -> None:
    """Whether the asker may say that he has checked this entry."""
    asker.require(CHECK, "Your role does not include checking entries of the directory.")
    if service.retired_at is not None:
        raise Refused("This entry is out of use. Bring it back first.")


def check_may_change(asker: Asker, service: Service) -> None:
    """Whether the asker may change this entry: it is in use."""
    check_may_edit(asker)
    if service.retired_at is not None:
        raise Refused("This entry is out of use. Bring it back first, then change it.")


def check_may_retire(asker: Asker, service: Service) -> None:
    """Whether the asker may take this entry out of use."""
    check_may_edit(asker)
    if service.retired_at is not None:
        raise Refused("This entry is out of use already.")


def check_may_bring_back(asker: Asker, service: Service) -> None:
    """Whether the asker may bring this entry back into use."""
    check_may_edit(asker)
    if service.retired_at is None:
        raise Refused("This entry is in use.")


def check_may_decide(asker: Asker, sent: Import) -> None:
    """Whether the asker may take or drop this file: nobody has yet."""
    check_may_edit(asker)
    if sent.closed_at is not None:
        raise Refused("This file has been dealt with already.")


def is_fit_to_pick(service: Service) -> bool:
    """Whether somebody can be told about this entry: it is in use, however long ago it was checked."""
    return service.retired_at is None
