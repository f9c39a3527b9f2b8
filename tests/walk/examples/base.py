"""What the examples of every app share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from roundel.access.grants import Asker
from roundel.kernel.ids import new_reference
from tests.factories import users


@dataclass(frozen=True)
class Example:
    """The arguments of an address."""

    arguments: dict[str, object]


@dataclass(frozen=True)
class Hidden:
    """A kind of record that some may not know of: whoever lacks ``knows`` must not tell a closed one from none.

    ``closed`` makes one that is closed to everybody and gives its reference; ``prefix`` is the letter of the kind.
    """

    prefix: str
    knows: str
    closed: Callable[[], str]

    def missing(self) -> str:
        """A reference that is well formed and belongs to nothing."""
        return new_reference(self.prefix)


Examples = dict[str, Callable[[Asker], Example]]


def holder(asker: Asker, permission: str, role: str) -> Asker:
    """Whoever asks, if he holds the permission; otherwise somebody new with this role."""
    return asker if asker.may(permission) else users.make_asker(role)


def taker(asker: Asker) -> Asker:
    """Whoever asks, if he takes contacts; otherwise a practitioner."""
    return holder(asker, "helpline.take_contact", "practitioner")
