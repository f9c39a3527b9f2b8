"""Transition tables: which state may follow which, who may cause it, and what it is called.

The table is data. Actions ask it before they change a state, buttons take their words from it, and
the documentation prints its diagram, so that the three can not disagree.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from roundel.kernel.errors import Refused


@dataclass(frozen=True)
class Transition:
    """One arrow of a state table."""

    name: str
    from_: str
    to: str
    permission: str
    event: str
    label: str
    reason_required: bool = False


@dataclass(frozen=True)
class StateTable:
    """The states of one kind of record and the arrows between them."""

    name: str
    initial: str
    transitions: tuple[Transition, ...]

    def __post_init__(self) -> None:
        keys = [(t.name, t.from_) for t in self.transitions]
        if len(keys) != len(set(keys)):
            raise ValueError(f"state table {self.name} has two transitions of one name from one state")

    @property
    def states(self) -> tuple[str, ...]:
        """Every state, in the order in which it first appears."""
        seen = [self.initial, *(s for t in self.transitions for s in (t.from_, t.to))]
        return tuple(dict.fromkeys(seen))

    def from_state(self, state: str) -> Iterator[Transition]:
        """The transitions that leave ``state``."""
        return (t for t in self.transitions if t.from_ == state)

    def check(self, state: str, name: str, *, reason: str = "") -> Transition:
        """The transition ``name`` out of ``state``; raises Refused when the table has none, or a reason is missing."""
        for transition in self.from_state(state):
            if transition.name == name:
                if transition.reason_required and not reason.strip():
                    raise Refused(f"To {transition.label.lower()}, say why.")
                return transition
        raise Refused(f"This cannot be done now: the record is “{state.replace('_', ' ')}”.")

    def diagram(self) -> str:
        """The table as a Mermaid state diagram, for the documentation."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.initial}"]
        # A second colon would end Mermaid's label.
        lines += [f"    {t.from_} --> {t.to}: {t.label.replace(':', ',')}" for t in self.transitions]
        leaving = {t.from_ for t in self.transitions}
        lines += [f"    {state} --> [*]" for state in self.states if state not in leaving]
        return "\n".join(lines)
