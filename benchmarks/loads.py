"""What is asked of the desk, row by row of the results."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.drive import Load, Request
from benchmarks.staff import DESKS
from benchmarks.world import Facts

BOARD_EVERY = 15.0  # seconds, as board.js asks
ROUNDS = 6


def loads(facts: Facts) -> Iterator[Load]:
    """Everything, the floors first."""
    yield _page("empty page", "/bench/empty")
    yield _page("the list's rows by raw SQL", "/bench/raw-list")
    yield from _contacts(facts)
    yield from _lists()
    yield from _board()
    yield from _figures(facts)


def _page(name: str, path: str, who: str = "eight") -> Load:
    return Load(name, lambda _: Request(path), who=who)


def _contacts(facts: Facts) -> Iterator[Load]:
    yield _page("list, newest", "/contacts/")
    yield _page("list, one caller group", "/contacts/?group=own")
    yield _page("list, with open actions", "/contacts/?open_actions=on")
    yield _page("list, a topic in a year", f"/contacts/?topic=alone_with_children&{facts.year}")
    yield Load("search by reference", lambda n: Request("/find", {"q": facts.reference(n)}, (302,)))
    yield Load("search by name, exact and sounds-like", lambda n: Request("/find", {"q": facts.name(n)}))
    yield Load("open a contact", lambda n: Request(f"/contacts/{facts.reference(n)}"))
    yield Load("open the take screen", lambda n: Request(f"/contacts/{facts.own(n)}/take"))
    yield Load("save a contact", facts.saving)
    yield Load("caller code, right and wrong by turns", facts.code, requests=120)
    yield _page("home", "/")
    yield _page("home, for a supervisor", "/", who="supervisors")


def _lists() -> Iterator[Load]:
    yield _page("call-backs, the queue", "/call-backs/")
    yield _page("call-backs, ended", "/call-backs/ended")
    yield _page("concerns, for a practitioner", "/safeguarding/")
    yield _page("concerns, for a supervisor", "/safeguarding/", who="supervisors")
    yield _page("concerns, overdue, for a supervisor", "/safeguarding/?show=overdue", who="supervisors")
    yield _page("directory, a need in an area", "/directory/?need=own_behaviour&area=wales")
    yield _page("directory, words", "/directory/?words=harbour+group")
    yield _page("rota, this week", "/rota/")


def _board() -> Iterator[Load]:
    def part(_: int) -> Request:
        return Request("/board/part")

    pace = f"board, {DESKS} desks, each every {BOARD_EVERY:.0f} s"
    yield Load(pace, part, requests=ROUNDS * DESKS, who="desks", every=BOARD_EVERY)
    yield Load(f"board, {DESKS} desks without a pause", part, requests=10 * DESKS, who="desks")


def _figures(facts: Facts) -> Iterator[Load]:
    yield Load("figures of a year, counted anew", lambda _: facts.figures_never_asked(), requests=16)
    # Each worker keeps its own, and a client stays with its worker: all of them ask once before it counts.
    yield Load("figures of a year, kept", lambda _: facts.figures(0), warm_up=8)
