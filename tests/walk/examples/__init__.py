"""What stands in the place of ``<uuid:user_id>`` and the like when an address is asked for.

Each example is made for whoever asks: what may only be done to one's own is then his own. An address
without arguments needs no example. ``HIDDEN``: by app, the kind of record whose being there may be a secret.
"""

from __future__ import annotations

from tests.walk.examples import (
    accounts,
    callbacks,
    calls,
    directory,
    helpline,
    practice,
    rota,
    safeguarding,
    supervision,
)
from tests.walk.examples.base import Examples, Hidden

EXAMPLES: Examples = {
    **accounts.EXAMPLES,
    **helpline.EXAMPLES,
    **safeguarding.EXAMPLES,
    **callbacks.EXAMPLES,
    **directory.EXAMPLES,
    **calls.EXAMPLES,
    **rota.EXAMPLES,
    **supervision.EXAMPLES,
    **practice.EXAMPLES,
}
HIDDEN: dict[str, Hidden] = {
    "helpline": helpline.HIDDEN,
    "callbacks": callbacks.HIDDEN,
    "safeguarding": safeguarding.HIDDEN,
    "supervision": supervision.HIDDEN,
    "practice": practice.HIDDEN,
}
