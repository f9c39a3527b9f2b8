"""Who may open each address, as data. A test walks every address of both programs by it; urls.md prints it.

An address that is not here fails the test, so each new one is declared, in the module of its app. Roles are
written out, not derived from permissions, so that the test is a second opinion and not the same one twice.
"""

from __future__ import annotations

from collections.abc import Mapping

from roundel.desk.reference.who_may import (
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
from roundel.desk.reference.who_may.doors import TAKES, Address, anybody, signed_in

FILES: Mapping[str, Address] = {
    "design:brand": anybody(),
    "design:logo": anybody(),
    "health": anybody(),
}
DESK: Mapping[str, Address] = {
    "desk:home": signed_in(),
    "desk:more": signed_in(),
    "desk:find": signed_in(),
    "drafts:keep": signed_in(TAKES),
    "living:overview": signed_in(),
    "living:page": signed_in(),
    **FILES,
    **accounts.ACCOUNTS,
    **accounts.ACCESS,
    **accounts.AUDIT,
    **helpline.ADDRESSES,
    **safeguarding.ADDRESSES,
    **callbacks.ADDRESSES,
    **directory.ADDRESSES,
    **calls.ADDRESSES,
    **rota.ADDRESSES,
    **supervision.ADDRESSES,
    **practice.ADDRESSES,
}
PUBLIC: Mapping[str, Address] = {
    "public_site:start": anybody(),
    "public_site:reach_us": anybody(),
    "public_site:confidentiality": anybody(),
    "public_site:leaving": anybody(),
    "public_site:leave": anybody(),
    "public_site:away": anybody(),
    **FILES,
}
PROGRAMS: Mapping[str, Mapping[str, Address]] = {"desk": DESK, "public": PUBLIC}
