"""The state tables of every app, as diagrams and in words."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from types import ModuleType

from django.apps import apps
from django.utils.module_loading import module_has_submodule

from roundel.access.roles import PERMISSIONS
from roundel.desk.reference.markdown import code, page, section, table
from roundel.kernel.states import StateTable

HEAD = ("what is done", "from", "to", "who may", "reason asked", "audit event")


def document() -> str:
    """states.md"""
    return page("States", INTRODUCTION, *(_section(each) for each in all_tables()))


INTRODUCTION = (
    "A record changes its state only along these arrows. The same tables decide what an action may do, put the words "
    "on its button and draw these pictures."
)


def own_modules(name: str) -> Iterator[ModuleType]:
    """The module of this name in each of our installed apps that has one."""
    for config in apps.get_app_configs():
        if config.name.startswith("roundel.") and config.module and module_has_submodule(config.module, name):
            yield import_module(f"{config.name}.{name}")


def all_tables() -> list[StateTable]:
    """Every state table that an app keeps in its module ``states``."""
    found = {
        value.name: value
        for module in own_modules("states")
        for value in vars(module).values()
        if isinstance(value, StateTable)
    }
    return [found[name] for name in sorted(found)]


def _section(states: StateTable) -> str:
    rows = [
        (
            f"{each.label} (`{each.name}`)",
            each.from_,
            each.to,
            PERMISSIONS.get(each.permission, "") or f"`{each.permission}`",
            "yes" if each.reason_required else "no",
            f"`{each.event}`",
        )
        for each in states.transitions
    ]
    return section(states.name, code(states.diagram(), "mermaid"), table(HEAD, rows))
