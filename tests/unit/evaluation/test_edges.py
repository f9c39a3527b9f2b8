"""The edges of each method: refusals with their sentence, and the rare branches."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest

from roundel.evaluation import (
    BadInput,
    Caliper,
    CoxData,
    Design,
    NotEstimable,
    OspDcFacts,
    TwoByTwo,
    Uncertain,
    acceptance,
    average_run_length,
    baseline,
    compare,
    count_events,
    cox,
    doubly_robust,
    e_value,
    effects_of,
    egger,
    erlang_a,
    erlang_c,
    fine_gray,
    funnel_binomial,
    gray,
    leave_one_out,
    log_rank,
    logistic,
    mantel_haenszel,
    match,
    matched_difference,
    norm,
    osp_dc_score,
    plan_for_blocking,
    pool,
    probabilistic,
    proportionality,
    reliable_change,
    rosenbaum_binary,
    smallest_detectable,
    tipping_point,
    tornado,
    weights_for,
)
from roundel.evaluation.effects.pooling import Effects, Study
from roundel.evaluation.stats import queueing, two_by_two
from tests.published.reading import near

ONE = TwoByTwo(3, 60, 10, 60)
TIME, EVENT = np.array([1.0, 2, 3, 4, 5, 6]), np.array([True, True, False, True, True, False])
LATE = count_events(TIME, EVENT.astype(int), TIME - 1)
X = np.array([[0.0], [1], [1], [0], [1], [0]])
THREE = [Study("a", ONE), Study("b", TwoByTwo(4, 50, 9, 50)), Study("c", TwoByTwo(2, 30, 3, 30))]


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: TwoByTwo(1.5, 3, 1, 3), "counts are whole numbers"),  # type: ignore[arg-type]
        (lambda: e_value(-1), "a ratio is above nought"),
        (lambda: rosenbaum_binary(1, 3, 0.5), "gamma is a ratio of odds from 1 up"),
        (lambda: Design(power=1), "power lies between 0 and 1"),
        (lambda: Design(alpha=0), "a confidence level lies between 0 and 1"),
        (lambda: smallest_detectable(0.1, 0), "whole number from 1 up"),
        (lambda: pool(effects_of(THREE), "magic"), "no estimator of tau squared"),
        (lambda: pool(effects_of(THREE), ci="magic"), "choose wald or hksj"),
        (lambda: effects_of(THREE, "hr"), "is no measure"),
        (lambda: Effects(("a",), np.array([math.nan]), np.array([1.0]), "rd", 1), "must be numbers|are numbers"),
        (lambda: erlang_c(10, 2, -1), "must be above nought"),
        (lambda: queueing.first_attempts(10, 2, 0.5), "lie between 0 and 1"),
        (lambda: funnel_binomial(1.5, np.array([3])), "lie between 0 and 1"),
        (lambda: average_run_length(0, limit=3), "the probability lies between 0 and 1"),
        (lambda: Uncertain(4, 5, 7, "normal"), "lies between its limits"),
        (lambda: Uncertain(4, 1, 7, "magic"), "is no distribution"),
        (lambda: Uncertain(4, -1, 7, "gamma"), "is above nought"),
        (lambda: probabilistic({"places": Uncertain(1)}, seed=1), "no more and no less"),
        (lambda: Caliper(0.2, "miles"), "is no unit of a caliper"),
        (lambda: Caliper(0), "a caliper is above nought"),
        (lambda: match(X[:, 0], EVENT, order="random"), "is no order"),
        (lambda: weights_for(np.full(6, 0.5), EVENT, "magic"), "are no weights"),
        (lambda: cox(CoxData(TIME, EVENT, X, ("x",)), ties="magic"), "is no handling of ties"),
        (
            lambda: cox(CoxData(TIME, EVENT, X, ("x",), weights=np.ones(6)), ties="exact"),
            "neither weights nor clusters",
        ),
        (lambda: CoxData(TIME, EVENT, X, ("x", "y")), "a row for each person"),
        (lambda: CoxData(TIME, EVENT, X, ("x",), weights=np.zeros(6)), "weights must be above nought"),
        (lambda: CoxData(TIME, EVENT, X, ("x",), entry=TIME), "must enter before he leaves"),
        (lambda: proportionality(cox(CoxData(TIME, EVENT, X, ("x",))), "magic"), "is no transform of time"),
        (lambda: baseline(cox(CoxData(TIME, EVENT, X, ("x",)), ties="exact")), "Efron's and Breslow's"),
        (lambda: fine_gray(TIME, np.array([1, 2, 3, 0, 0, 1]), X, ("x",)), "event codes are 0, 1 and 2"),
        (lambda: count_events(np.array([-1.0]), np.array([1])), "not negative"),
        (lambda: count_events(np.array([1.0]), np.array([2])), "event codes run from 0 to 1"),
        (lambda: norm("magic"), "there is no norm table"),
        (lambda: OspDcFacts(0, 0, 0, 40, 30, 2, False), "with a sexual offence only"),
        (lambda: OspDcFacts(1, 0, 0, 20, 30, 2, False), "does not start before"),
        (lambda: reliable_change(1, 2, sd=1, reliability=1), "reliability lies between 0 and 1"),
    ],
)
def test_wrong_arguments_are_refused(call: Callable[[], object], words: str) -> None:
    with pytest.raises(BadInput, match=words):
        call()


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: TwoByTwo(0, 0, 1, 3), "nobody is in one of the groups"),
        (lambda: two_by_two.odds_ratio(TwoByTwo(0, 3, 0, 3)), "nought divided by nought"),
        (lambda: two_by_two.number_needed(TwoByTwo(1, 3, 1, 3)), "the two rates are equal"),
        (lambda: rosenbaum_binary(0, 0, 1), "there are no pairs"),
        (lambda: tipping_point(ONE.__class__(10, 60, 10, 60), 5), "no finding of fewer events"),
        (lambda: egger(effects_of(THREE[:2])), "at least three studies"),
        (lambda: egger(Effects(("a", "b", "c"), np.arange(3.0), np.ones(3), "rd", 3)), "equally precise"),
        (lambda: leave_one_out(effects_of(THREE[:2])), "at least three studies"),
        (lambda: mantel_haenszel([Study("a", TwoByTwo(0, 9, 3, 9))]), "a pooled ratio has no value"),
        (lambda: effects_of([]), "there is no study"),
        (lambda: erlang_c(10, 2, 5), "cannot keep up"),
        (lambda: queueing.blocked_with_redials(5, 4, 1), "redial for ever"),
        (lambda: log_rank({"a": count_events(TIME, EVENT.astype(int))}), "at least two groups"),
        (lambda: gray({"a": LATE, "b": LATE}), "enter late"),
        (lambda: logistic(np.ones(6, dtype=bool), X, ("x",)), "both groups must have somebody"),
        (lambda: match(X[:, 0], np.ones(6, dtype=bool)), "both groups must have somebody"),
        (lambda: match(np.array([0.0, 1]), np.array([True, False]), caliper=Caliper(0.1, "score")), "nobody finds"),
        (lambda: weights_for(np.array([0, 0.5]), np.array([True, False])), "was certain"),
        (lambda: CoxData(TIME, np.zeros(6, dtype=bool), X, ("x",)), "nobody had the event"),
        (lambda: cox(CoxData(TIME, EVENT, X, ("x",), cluster=np.zeros(6, dtype=int))), "more than one cluster"),
        (lambda: fine_gray(TIME, np.zeros(6, dtype=int), X, ("x",)), "nobody had the event"),
    ],
)
def test_what_the_data_do_not_determine(call: Callable[[], object], words: str) -> None:
    with pytest.raises(NotEstimable, match=words):
        call()


def test_osp_dc_scores_run_from_nought_to_sixty_four() -> None:
    assert osp_dc_score(OspDcFacts(9, 9, 9, 18, 18, 9, True)) == 64
    assert osp_dc_score(OspDcFacts(0, 0, 1, 60, 15, 1, False)) == 2
    assert osp_dc_score(OspDcFacts(1, 2, 0, 40, 30, 2, False)) == 5 + 6 + 7 + 10 + 6
    assert osp_dc_score(OspDcFacts(1, 0, 0, 17, 16, 1, True)) == 5 + 14 + 5 + 4
    ages = [osp_dc_score(OspDcFacts(0, 0, 1, age, 15, 1, False)) for age in range(16, 70)]
    assert ages == sorted(ages, reverse=True)


def test_five_years_without_an_offence_are_a_band_less() -> None:
    table = norm("osp-dc")
    assert [table.band(36), table.band(36, offence_free_years=5)] == ["very high", "high"]
    assert table.band(5, offence_free_years=9) == "low"


def test_counts_that_would_surprise_nobody() -> None:
    assert acceptance(np.full(10, 0.5)) == (2, 8)


def test_the_tipping_point() -> None:
    clear = TwoByTwo(2, 100, 20, 100)
    assert tipping_point(clear, 3).events_in_treated is None
    found = tipping_point(clear, 30, 10)
    assert found.events_in_treated is not None
    assert found.interval_then is not None
    assert found.interval_then.high >= 0
    assert compare(clear, untraced=(30, 10)).tipping_point == found
    assert compare(TwoByTwo(9, 60, 10, 60), untraced=(5, 0)).tipping_point is None


def test_number_needed_through_infinity_says_so() -> None:
    found = two_by_two.number_needed(TwoByTwo(17, 60, 26, 60))
    assert found.interval is not None
    assert found.interval.high == math.inf
    assert "through infinity" in found.warnings[0]
    assert "more" in two_by_two.number_needed(TwoByTwo(26, 60, 17, 60)).method


def test_everybody_who_redials_is_served_in_the_end() -> None:
    blocked, load = queueing.blocked_with_redials(2.0, 3, 1.0)
    near(load * (1 - blocked), 2.0, 1e-9)
    plan = plan_for_blocking(attempts_per_hour=4, minutes=30, blocked=0, redial=0, target=0.05)
    assert math.isnan(plan.lines_today)
    assert plan.people_per_hour == 4


def test_impatient_callers_keep_a_queue_finite() -> None:
    assert erlang_a(100, 1, 5, 10).abandon_share > 0.8
    with pytest.raises(NotEstimable):
        erlang_c(100, 1, 10)


def test_a_tornado_shows_the_widest_first() -> None:
    inputs = {
        "places": Uncertain(50),
        "cost_per_place": Uncertain(100, 90, 110, "triangular"),
        "averted": Uncertain(4, 1, 7, "normal"),
        "cost_per_reoffence": Uncertain(2000, 1900, 2100, "gamma"),
    }
    swings = tornado(inputs)
    assert [swing.name for swing in swings] == ["averted", "cost_per_place", "cost_per_reoffence"]
    assert swings[0].width == 12_000


def test_nobody_gets_a_second_match_before_all_have_a_first() -> None:
    score = np.array([0.5, 0.4, 0.5, 0.45, 0.1, 0.2])
    treated = np.array([True, True, False, False, False, False])
    found = match(score, treated, ratio=2)
    assert found.treated.tolist() == [0, 1, 0, 1]
    assert found.comparison.tolist() == [2, 3, 5, 4]
    outcome = np.array([1, 0, 0, 1, 1, 0.0])
    near(matched_difference(outcome, found).estimate, ((1 - 0) + (0 - 1)) / 2, 1e-12)


def test_doubly_robust_finds_what_was_put_in() -> None:
    """An effect of two for everybody, with a covariate that moves both taking part and the outcome."""
    chance = np.random.default_rng(6)
    x = chance.normal(size=(4000, 2))
    p = 1 / (1 + np.exp(-x[:, 0]))
    treated = chance.random(4000) < p
    outcome = 2 * treated + 3 * x[:, 0] + chance.normal(size=4000)
    for kind in ("att", "ate"):
        found = doubly_robust(outcome, treated, x, p, kind=kind)
        assert found.interval is not None
        assert abs(found.estimate - 2) < 0.15
        assert not found.interval.excludes(2)
    binary = doubly_robust((outcome > 0).astype(float), treated, x, p)
    assert binary.estimate > 0.1


def test_proportional_hazards_are_told_from_others() -> None:
    chance = np.random.default_rng(9)
    x = (chance.random(3000) < 0.5).astype(float)
    steady = np.ceil(100 * chance.exponential(np.exp(-0.7 * x)))
    late = np.ceil(100 * np.where(x == 1, chance.weibull(3, 3000), chance.exponential(1, 3000)))
    for transform in ("km", "identity", "log", "rank"):
        held = [
            proportionality(cox(CoxData(time, np.ones(3000, dtype=bool), x[:, None], ("x",))), transform).everything.p
            for time in (steady, late)
        ]
        assert held[0] > 0.001
        assert held[1] < 1e-6
