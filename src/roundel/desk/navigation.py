"""The main menu, as the asker's permissions make it. What does not fit stands on the page "More"."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from roundel.access.grants import Asker

MOST = 7  # entries of the menu, "More" among them


@dataclass(frozen=True)
class Place:
    """One entry, shown to those who hold any of ``permissions`` (to everybody if there are none).

    ``about`` says on the page "More" what is there; ``main`` places stand in the menu first.
    """

    words: str
    url_name: str
    permissions: tuple[str, ...] = ()
    about: str = ""
    main: bool = True


CONTACTS = ("helpline.view_contact", "helpline.view_flagged_contact")
PLACES = (
    Place("Home", "desk:home"),
    Place("Contacts", "helpline:list", CONTACTS),
    Place("Call-backs", "callbacks:list", ("callbacks.make_call",)),
    Place("Concerns", "safeguarding:concerns", ("safeguarding.view_concern", "safeguarding.view_own_concern")),
    Place("Directory", "directory:list", ("directory.view",)),
    Place("Rota", "rota:week", ("rota.view",)),
    Place(
        "Figures",
        "helpline:figures",
        ("helpline.view_figures",),
        "People and contacts, what was agreed and done, signposts, decisions and calls, by period and group.",
        main=False,
    ),
    Place(
        "Calls",
        "calls:demand",
        ("calls.enter", "helpline.view_figures"),
        "How many calls came and how many were answered, by half-hour, and how many people were behind them.",
        main=False,
    ),
    Place(
        "Where you sit",
        "calls:extension",
        ("calls.answer",),
        "Your telephone extension, so that a call you answer opens the contact form.",
        main=False,
    ),
    Place(
        "Supervision",
        "supervision:home",
        ("supervision.own", "supervision.review"),
        "Reviews and comments, debriefs, sessions, and what a week of contacts holds for whoever takes them.",
        main=False,
    ),
    Place(
        "Practice",
        "practice:desk",
        ("practice.use",),
        "Callers who follow a script, on the same screen. Nothing there is real and nothing is counted.",
        main=False,
    ),
    Place(
        "Board", "desk:board", ("desk.view_board",), "For the screen on the wall: who is on, what waits.", main=False
    ),
    Place(
        "Emergency access",
        "access:reviews",
        ("access.review_break_glass",),
        "Closed records that somebody opened in an emergency, to be reviewed by somebody else.",
        main=False,
    ),
    Place("Audit", "audit:events", ("audit.view",)),
    Place("People and roles", "access:users", ("access.manage_users",)),
)
MORE = Place("More", "desk:more")


def open_to(asker: Asker) -> list[Place]:
    """Every place that the asker may use."""
    return [place for place in PLACES if not place.permissions or asker.may_any(*place.permissions)]


def menu(asker: Asker) -> list[Place]:
    """The entries of the menu: all places if they fit, otherwise the main ones and "More"."""
    places = open_to(asker)
    return places if len(places) <= MOST else [*(place for place in places if place.main), MORE]


def beside_the_menu(asker: Asker) -> list[Place]:
    """The places that stand on the page "More"."""
    shown = menu(asker)
    return [place for place in open_to(asker) if place not in shown]


def navigation(request: HttpRequest) -> list[tuple[str, str, bool]]:
    """Words, address, whether we are there; empty for a stranger."""
    asker = getattr(request, "asker", None)
    if asker is None or asker.user_id is None:
        return []
    here = _here([*open_to(asker), MORE], request.path)
    shown = menu(asker)
    current = MORE if here is not None and here not in shown else here
    return [(place.words, reverse(place.url_name), place == current) for place in shown]


def _here(places: list[Place], path: str) -> Place | None:
    """The place under which an address lies; every address lies under Home, which is only itself."""
    under = {place: reverse(place.url_name) for place in places}
    fits = [place for place, url in under.items() if path == url or (url != "/" and path.startswith(url))]
    return max(fits, key=lambda place: len(under[place]), default=None)


def find_url(request: HttpRequest) -> str:
    """Where the search box sends; empty for those whose role opens no records."""
    asker = getattr(request, "asker", None)
    return reverse("desk:find") if asker and asker.may_any(*CONTACTS) else ""
