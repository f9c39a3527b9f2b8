"""What holds for any data."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roundel.evaluation import (
    CoxData,
    TwoByTwo,
    Uncertain,
    aalen_johansen,
    compare,
    count_events,
    cox,
    cusum,
    effects_of,
    erlang_b,
    kaplan_meier,
    observed_expected,
    pool,
    probabilistic,
    restricted_mean,
)
from roundel.evaluation.effects.pooling import MEASURES, Study
from roundel.evaluation.effects.pooling.between import METHODS
from roundel.evaluation.effects.survival import together
from roundel.evaluation.errors import BadInput, EvaluationError, NotEstimable
from roundel.evaluation.stats import queueing, score, two_by_two
from tests.published.reading import near

QUICK = settings(max_examples=30, deadline=None)


@st.composite
def tables(draw: st.DrawFn) -> TwoByTwo:
    n1, n0 = draw(st.integers(1, 80)), draw(st.integers(1, 80))
    return TwoByTwo(draw(st.integers(0, n1)), n1, draw(st.integers(0, n0)), n0)


def turned(table: TwoByTwo) -> TwoByTwo:
    return TwoByTwo(table.comparison_events, table.comparison, table.treated_events, table.treated)


@QUICK
@given(tables())
def test_every_table_has_an_answer(table: TwoByTwo) -> None:
    found = compare(table)
    for measure in (found.risk_difference, found.risk_ratio, found.odds_ratio):
        for name, interval in (measure.intervals if measure else {}).items():
            assert not math.isnan(interval.low + interval.high) or math.isinf(interval.high), name
            assert interval.low <= interval.high
            assert measure is not None
            assert interval.low - 1e-9 <= measure.estimate <= interval.high + 1e-9, name
    assert all(math.isnan(test.p) or 0 <= test.p <= 1 for test in found.tests)


@QUICK
@given(tables())
def test_changing_the_groups_round_turns_the_answer_round(table: TwoByTwo) -> None:
    one, other = score.score_difference(table), score.score_difference(turned(table))
    near([one.low, one.high], [-other.high, -other.low], 1e-7)
    near(two_by_two.fisher(table).p, two_by_two.fisher(turned(table)).p, 1e-9)
    exact, back = score.exact_odds(table), score.exact_odds(turned(table))
    if exact.low > 0:
        near(math.log(exact.low), -math.log(back.high), 1e-6)


@QUICK
@given(st.integers(0, 400), st.floats(0.01, 500))
def test_poisson_limits_hold_one_another(observed: int, expected: float) -> None:
    limits = observed_expected(observed, expected).intervals
    assert limits["exact"].low <= limits["mid_p"].low <= observed / expected + 1e-12
    assert limits["exact"].high >= limits["mid_p"].high >= observed / expected - 1e-12


PEOPLE = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 2)), min_size=2, max_size=60)


@QUICK
@given(PEOPLE, st.randoms(use_true_random=False))
def test_curves_do_not_depend_on_the_order_of_rows(people: list[tuple[int, int]], chance: object) -> None:
    shuffled = sorted(people, key=lambda _: chance.random())  # type: ignore[attr-defined]
    curves = [
        aalen_johansen(count_events(*map(np.array, zip(*rows, strict=True)), causes=2)) for rows in (people, shuffled)
    ]
    np.testing.assert_array_equal(curves[0].incidence, curves[1].incidence)
    assert np.all(np.diff(curves[0].incidence, axis=0) >= 0)
    assert np.all((curves[0].se >= 0) & (curves[0].se <= 1))


@QUICK
@given(PEOPLE)
def test_tables_put_together_are_the_table_of_all(people: list[tuple[int, int]]) -> None:
    time, code = (np.array(part) for part in zip(*people, strict=True))
    half = len(people) // 2
    parts = [count_events(time[:half], code[:half], causes=2), count_events(time[half:], code[half:], causes=2)]
    whole, joined = count_events(time, code, causes=2), together(parts)
    np.testing.assert_array_equal(whole.events, joined.events)
    np.testing.assert_array_equal(whole.at_risk, joined.at_risk)


@QUICK
@given(PEOPLE)
def test_limits_lie_around_the_curve(people: list[tuple[int, int]]) -> None:
    time, code = (np.array(part) for part in zip(*people, strict=True))
    for limits in ("plain", "log", "log-log"):
        curve = kaplan_meier(count_events(time, np.minimum(code, 1)), limits)
        told = ~np.isnan(curve.low)
        assert np.all(curve.low[told] <= curve.survival[told] + 1e-12)
        assert np.all(curve.survival[told] <= curve.high[told] + 1e-12)


def test_entry_at_nought_is_no_late_entry() -> None:
    time, code = np.array([3, 5, 5, 8.0]), np.array([1, 0, 1, 1])
    one, other = count_events(time, code), count_events(time, code, np.full(4, -1.0) + 1)
    np.testing.assert_array_equal(one.at_risk, other.at_risk)


def test_somebody_who_enters_late_is_not_at_risk_before() -> None:
    table = count_events(np.array([2.0, 5, 6]), np.array([1, 1, 1]), np.array([0, 2, 3.0]))
    assert table.at_risk.tolist() == [1, 2, 1]
    with pytest.raises(BadInput, match="must enter before he leaves"):
        count_events(np.array([2.0]), np.array([1]), np.array([2.0]))


@QUICK
@given(st.integers(0, 1_000), st.floats(0.1, 20), st.floats(-50, 50))
def test_cox_does_not_mind_units(seed: int, scale: float, shift: float) -> None:
    chance = np.random.default_rng(seed)
    x, time, event = chance.normal(size=(40, 2)), np.ceil(chance.exponential(9, 40)), chance.random(40) < 0.7
    try:
        one = cox(CoxData(time, event, x, ("a", "b")))
    except NotEstimable:
        return
    other = cox(CoxData(time, event, x * scale + shift, ("a", "b")))
    near(other.beta * scale, one.beta, 1e-6)
    near(other.log_likelihood, one.log_likelihood, 1e-9)


def test_splitting_people_into_intervals_changes_nothing() -> None:
    """(0, t] is (0, s] and (s, t]: time-varying rows of covariates that do not vary."""
    chance = np.random.default_rng(3)
    x, time, event = chance.normal(size=(60, 2)), np.ceil(chance.exponential(9, 60)) + 1, chance.random(60) < 0.7
    whole = cox(CoxData(time, event, x, ("a", "b")))
    split = CoxData(
        np.concatenate([np.ones(60), time]),
        np.concatenate([np.zeros(60, dtype=bool), event]),
        np.vstack([x, x]),
        ("a", "b"),
        entry=np.concatenate([np.zeros(60), np.ones(60)]),
        cluster=np.tile(np.arange(60), 2),
    )
    robust = cox(CoxData(time, event, x, ("a", "b"), cluster=np.arange(60)))
    near(cox(split).beta, whole.beta, 1e-9)
    near(cox(split).covariance, robust.covariance, 1e-10)


def test_weights_of_two_are_two_rows_under_breslow() -> None:
    chance = np.random.default_rng(8)
    x, time, event = chance.normal(size=(50, 2)), np.ceil(chance.exponential(9, 50)), chance.random(50) < 0.7
    doubled = cox(CoxData(np.tile(time, 2), np.tile(event, 2), np.tile(x, (2, 1)), ("a", "b")), ties="breslow")
    weighted = cox(CoxData(time, event, x, ("a", "b"), weights=np.full(50, 2.0)), ties="breslow")
    near(weighted.beta, doubled.beta, 1e-9)
    near(weighted.naive_covariance, doubled.naive_covariance, 1e-10)


@QUICK
@given(st.lists(tables(), min_size=2, max_size=6), st.sampled_from(sorted(MEASURES)), st.sampled_from(sorted(METHODS)))
def test_pooling_lies_among_the_studies(drawn: list[TwoByTwo], measure: str, tau2: str) -> None:
    try:
        effects = effects_of([Study(str(place), table) for place, table in enumerate(drawn)], measure)
        found = pool(effects, tau2)
    except NotEstimable:
        return
    assert effects.values.min() - 1e-9 <= found.log_estimate <= effects.values.max() + 1e-9
    assert found.tau2 >= 0
    assert 0 <= found.i2 < 1
    assert found.interval.low <= found.estimate <= found.interval.high


@QUICK
@given(st.floats(0.1, 60), st.integers(1, 80))
def test_more_lines_turn_fewer_away(load: float, lines: int) -> None:
    assert erlang_b(load, lines + 1) < erlang_b(load, lines) <= 1
    near(queueing.erlang_b_continuous(load, lines), erlang_b(load, lines), 1e-8)
    blocked, all_load = queueing.blocked_with_redials(load, lines, 0.5)
    assert blocked >= erlang_b(load, lines) - 1e-12
    near(all_load * (1 - 0.5 * blocked), load, 1e-9)


def test_the_cusum_sees_harm_and_benefit() -> None:
    p = np.full(200, 0.1)
    assert cusum(np.ones(200, dtype=int), p, limit=4).harm_signals[0] < 15
    quiet = cusum(np.zeros(200, dtype=int), p, limit=4)
    assert quiet.harm_signals == ()
    assert quiet.benefit_signals
    near(quiet.observed_less_expected[-1], -20, 1e-12)


def test_the_same_seed_gives_the_same_money() -> None:
    inputs = {
        "places": Uncertain(50),
        "cost_per_place": Uncertain(11303, 9000, 14000, "gamma"),
        "averted": Uncertain(4, 1, 7, "normal"),
        "cost_per_reoffence": Uncertain(147161, 100000, 200000, "lognormal"),
    }
    assert probabilistic(inputs, seed=1) == probabilistic(inputs, seed=1)
    assert probabilistic(inputs, seed=1).net != probabilistic(inputs, seed=2).net
    near(probabilistic(inputs, seed=1).ratio, 1.0, 0.1)


def test_an_error_names_its_place() -> None:
    error = BadInput("a time is not negative", row=3, column="days")
    assert str(error) == 'Row 3, column "days": a time is not negative'
    assert (error.row, error.column) == (3, "days")
    assert isinstance(error, EvaluationError)
    assert str(NotEstimable("nobody is there")) == "nobody is there"


def test_a_restricted_mean_needs_somebody_to_the_end() -> None:
    table = count_events(np.array([3.0, 5]), np.array([1, 0]))
    with pytest.raises(NotEstimable, match="nobody was watched until 6"):
        restricted_mean(table, 6)
    assert restricted_mean(count_events(np.array([3.0, 5]), np.array([1, 1])), 6).estimate == 4
