"""Sources, and how a decision departs from the threshold: little or no database."""

from __future__ import annotations

from dataclasses import replace

import pytest

from roundel.kernel.errors import NotFound
from roundel.safeguarding import sources
from roundel.safeguarding.states import CONCERN, DECISION
from roundel.safeguarding.written import Proposal, decision_rows, proposal_from
from tests.factories.safeguarding import ALONE, NOT_SHARE, SHARE


def test_the_helpline_is_a_source_and_nothing_else_is() -> None:
    assert [source.app for source in sources.all_sources()] == ["helpline"]
    with pytest.raises(NotFound):
        sources.source_of("circles")


def test_a_second_source_of_one_name_is_a_mistake() -> None:
    known = sources.source_of("helpline")
    sources.register(known)  # the same again is harmless
    with pytest.raises(ValueError, match="already"):
        sources.register(replace(known, words="call"))


@pytest.mark.parametrize(
    ("proposal", "departs"),
    [
        (SHARE, False),
        (NOT_SHARE, False),
        (replace(SHARE, decision="not_share"), True),
        (replace(SHARE, found=frozenset()), True),
        (replace(SHARE, risk="no"), True),
        (replace(SHARE, decision="find_out"), False),
        (replace(NOT_SHARE, risk="now", called="myself"), False),
    ],
)
def test_a_decision_that_departs_from_the_threshold_is_named(proposal: Proposal, departs: bool) -> None:
    assert bool(proposal.departs) is departs


def test_what_belongs_to_deciding_alone_is_dropped_where_it_is_not() -> None:
    answers = {"found": ["nobody"], "options": ["nothing"], "risk": "no", "risk_words": "x", "reasons": "y"}
    answers |= {"decision": "share", "caller_told": "agrees", "wait": "wait", "alone_words": "typed before"}
    proposal = proposal_from(answers)
    assert (proposal.found, proposal.alone, proposal.alone_words) == (frozenset(), False, "")
    assert proposal_from(answers | {"wait": "alone"}).alone_words == "typed before"
    assert not proposal_from(answers | {"wait": "alone", "decision": "not_share"}).alone


def test_every_answer_stands_in_the_rows_once() -> None:
    rows = decision_rows(ALONE)
    assert [row.slug for row in rows] == ["found", "risk", "call", "options", "decision", "reasons", "caller", "wait"]
    assert {row.words for row in rows} >= {ALONE.risk_words, ALONE.reasons, ALONE.alone_words, ALONE.options_words}


def test_every_arrow_wants_a_reason() -> None:
    assert all(arrow.reason_required for table in (DECISION, CONCERN) for arrow in table.transitions)
