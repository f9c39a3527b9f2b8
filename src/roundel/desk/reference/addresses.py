"""Every address of each program, and who may open it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.module_loading import import_string

from roundel.desk.reference.markdown import page, section, table
from roundel.desk.reference.who_may import PROGRAMS
from roundel.desk.reference.who_may.doors import Address

TITLES = {"desk": "The desk", "public": "The public site"}


@dataclass(frozen=True)
class Place:
    """One pattern of a program: its address as written, and its name with namespace."""

    address: str
    name: str


def document() -> str:
    """urls.md"""
    return page(
        "Addresses",
        "Every address of each program, and who may open it. Whoever may not is told so, or told that there is no such "
        "page if he may not know that there is. A test walks all of them as every role and as nobody. The pages under "
        "`/design/` are in the demo only.",
        *(
            section(TITLES[program], table(("address", "name", "does", "who may"), _rows(program)))
            for program in PROGRAMS
        ),
    )


def places(program: str) -> list[Place]:
    """All patterns of a program, in the order of their addresses."""
    # By name: the programs are above this layer, which only describes them.
    urls = import_string("roundel.config.programs.PROGRAMS")[program].urls
    return sorted(set(_walk(get_resolver(urls), "/", ())), key=lambda place: (place.address, place.name))


def _walk(resolver: URLResolver, before: str, names: tuple[str, ...]) -> Iterator[Place]:
    for each in resolver.url_patterns:
        address = before + str(each.pattern)
        if isinstance(each, URLPattern):
            yield Place(_plain(address), ":".join((*names, each.name or "")))
        else:
            yield from _walk(each, address, (*names, each.namespace) if each.namespace else names)


def _plain(address: str) -> str:
    """A regular expression's named groups written like a path's."""
    return re.sub(r"\(\?P<(\w+)>(?:[^()]|\[[^]]*\])*\)", r"<\1>", address).replace("^", "").replace("$", "")


def _rows(program: str) -> Iterator[tuple[str, str, str, str]]:
    for place in places(program):
        address: Address | None = PROGRAMS[program].get(place.name)
        does, who = (address.does.value, address.words()) if address else ("", "not declared")
        yield f"`{place.address}`", f"`{place.name}`", does, who
