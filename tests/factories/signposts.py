"""Signposts, given and asked after by the helpline's own actions."""

from __future__ import annotations

from roundel.access.grants import Asker
from roundel.directory.models import Service
from roundel.helpline import actions
from roundel.helpline.models import Contact, Signpost, SignpostAnswer
from roundel.helpline.written import Answer, Pointed
from roundel.kernel import clock
from tests.factories import entries


def given(
    contact: Contact, *, by: Asker, service: Service | None = None, kind: str = "told", need: str = "", words: str = ""
) -> Signpost:
    """A signpost given in a contact that ``by`` is taking, to a new entry unless one is named."""
    pointed = Pointed((service or entries.added()).pk, kind, need, words)
    return actions.give_signpost(by=by, at=clock.now(), contact=contact, pointed=pointed)


def heard(signpost: Signpost, contact: Contact, *, by: Asker, outcome: str = "helped", why: str = "") -> SignpostAnswer:
    """A signpost asked after in a later contact that ``by`` is taking."""
    return actions.ask_after_signpost(
        by=by, at=clock.now(), contact=contact, signpost_id=signpost.pk, answer=Answer(outcome, why)
    )
