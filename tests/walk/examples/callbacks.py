"""Call-backs and slots."""

from __future__ import annotations

from roundel.access.grants import Asker
from roundel.callbacks.models import CallBack
from tests.factories import call_backs, contacts
from tests.walk.examples.base import Example, Examples, Hidden, holder, taker

HERS = "callbacks.make_call"


def _of(call_back: CallBack) -> Example:
    return Example({"reference": call_back.reference})


def _maker(asker: Asker) -> Asker:
    return holder(asker, HERS, "practitioner")


def _waiting(asker: Asker) -> Example:
    return _of(call_backs.safe_now(by=_maker(asker)))


def _calling(asker: Asker) -> Example:
    """Begun by whoever asks, if he makes calls."""
    return _of(call_backs.calling(by=_maker(asker)))


def _to_settle(asker: Asker) -> Example:
    """Booked and tried by whoever asks, if he makes calls."""
    return _of(call_backs.to_settle(by=_maker(asker)))


def _slot(asker: Asker) -> Example:
    return Example({"slot_id": call_backs.slot(by=holder(asker, "callbacks.manage", "supervisor")).pk})


EXAMPLES: Examples = {
    "callbacks:book": lambda asker: Example({"source": contacts.finished(by=taker(asker)).reference}),
    "callbacks:slot_change": _slot,
    "callbacks:slot_withdraw": _slot,
    "callbacks:call_back": _waiting,
    "callbacks:told": _waiting,
    "callbacks:begin": _waiting,
    "callbacks:call": _calling,
    "callbacks:put_back": _calling,
    "callbacks:settle": _to_settle,
    "callbacks:give_up": _to_settle,
    "callbacks:cancel": _waiting,
    "callbacks:move": _waiting,
    "callbacks:priority": _waiting,
    "helpline:from_call_back": lambda asker: Example({"call_back": call_backs.calling(by=_maker(asker)).reference}),
}
HIDDEN = Hidden("B", HERS, lambda: call_backs.safe_now().reference)
