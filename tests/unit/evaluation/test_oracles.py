"""On random data: the same as statsmodels and lifelines where those are right, and as slow plain versions elsewhere."""

from __future__ import annotations

import itertools
import math
import warnings

import numpy as np
import pytest

from roundel.evaluation import (
    Caliper,
    CoxData,
    TwoByTwo,
    aalen_johansen,
    count_events,
    cox,
    gray,
    kaplan_meier,
    log_rank,
    logistic,
    match,
    observed_expected_people,
    restricted_mean,
)
from roundel.evaluation.results import Bools, Floats, Ints
from roundel.evaluation.stats import score
from roundel.evaluation.stats.poisson import poisson_binomial, two_sided
from tests.published.reading import near

SEEDS = [1, 2, 3]


def people(seed: int, n: int = 150, causes: int = 1) -> tuple[Floats, Ints, Floats]:
    """Times with many ties, codes, and three covariates."""
    chance = np.random.default_rng(seed)
    x = chance.normal(size=(n, 3))
    x[:, 2] = x[:, 2] > 0
    time = np.ceil(chance.exponential(15, n) * np.exp(-0.4 * x[:, 0]))
    return time, chance.integers(0, causes + 1, n), x


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("ties", ["efron", "breslow"])
def test_cox_against_statsmodels(seed: int, ties: str) -> None:
    from statsmodels.duration.hazard_regression import PHReg

    time, code, x = people(seed)
    entry = np.minimum(np.floor(time / 3), time - 1)
    strata = np.arange(len(time)) % 3
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # There somebody is at risk in [entry, exit], here in (entry, exit]; times are whole numbers.
        other = PHReg(time, x, code, entry=entry + 0.5, strata=strata, ties=ties).fit()
    ours = cox(CoxData(time, code == 1, x, ("a", "b", "c"), entry=entry, strata=strata), ties=ties)
    near(ours.beta, other.params, 1e-5)
    near([each.se for each in ours.coefficients], other.bse, 1e-5)
    near(ours.log_likelihood[1], other.llf, 1e-7)


@pytest.mark.parametrize("seed", SEEDS)
def test_cox_robust_against_lifelines(seed: int) -> None:
    import pandas as pd

    time, code, x = people(seed)
    frame = pd.DataFrame({"t": time, "e": code, "a": x[:, 0], "b": x[:, 1], "g": np.arange(len(time)) // 5})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from lifelines import CoxPHFitter

        other = CoxPHFitter().fit(frame, "t", "e", cluster_col="g", robust=True)
    ours = cox(CoxData(time, code == 1, x[:, :2], ("a", "b"), cluster=frame["g"].to_numpy()))
    near(ours.beta, other.params_.to_numpy(), 1e-5)


def brute_exact(beta: Floats, time: Floats, event: Bools, x: Floats) -> float:
    """The exact partial likelihood by listing every choice of people."""
    total = 0.0
    for when in np.unique(time[event]):
        dead = np.flatnonzero((time == when) & event)
        at_risk = np.flatnonzero(time >= when)
        choices = [np.exp((x[list(chosen)] @ beta).sum()) for chosen in itertools.combinations(at_risk, len(dead))]
        total += float((x[dead] @ beta).sum()) - float(np.log(sum(choices)))
    return total


def test_exact_ties_against_listing_every_choice() -> None:
    time = np.array([1, 2, 2, 3, 3, 3, 3, 4, 5, 5, 5.0])
    event = np.array([1, 1, 1, 1, 1, 1, 0, 0, 1, 1, 0], dtype=bool)
    x = np.random.default_rng(4).normal(size=(11, 2))
    found = cox(CoxData(time, event, x, ("a", "b")), ties="exact")
    near(found.log_likelihood, [brute_exact(beta, time, event, x) for beta in (np.zeros(2), found.beta)], 1e-12)
    for step in ([1e-3, 0], [-1e-3, 0], [0, 1e-3], [0, -1e-3]):
        assert brute_exact(found.beta + step, time, event, x) < found.log_likelihood[1]


def slow_score_residual_variance(data: CoxData, beta: Floats) -> Floats:
    """Lin and Wei's sandwich for Breslow ties, one person and one event time after the other."""
    theta = data.w * np.exp(data.x @ beta)
    residuals = np.zeros_like(data.x)
    curve = np.zeros((2, 2))
    for when in np.unique(data.time[data.event]):
        at_risk = data.time >= when
        mean = theta[at_risk] @ data.x[at_risk] / theta[at_risk].sum()
        here = data.event & (data.time == when)
        step = data.w[here].sum() / theta[at_risk].sum()
        residuals[here] += data.x[here] - mean
        residuals[at_risk] -= (data.x[at_risk] - mean) * (np.exp(data.x @ beta)[at_risk] * step)[:, None]
        second = data.x[at_risk].T @ (data.x[at_risk] * theta[at_risk][:, None]) / theta[at_risk].sum()
        curve += data.w[here].sum() * (second - np.outer(mean, mean))
    pulled = data.w[:, None] * residuals @ np.linalg.inv(curve)
    assert data.cluster is not None
    groups = np.array([pulled[data.cluster == group].sum(axis=0) for group in np.unique(data.cluster)])
    found: Floats = groups.T @ groups
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_sandwich_against_a_slow_version(seed: int) -> None:
    time, code, x = people(seed)
    weights = np.random.default_rng(seed).uniform(0.5, 2, len(time))
    data = CoxData(time, code == 1, x[:, :2], ("a", "b"), weights=weights, cluster=np.arange(len(time)) // 4)
    found = cox(data, ties="breslow")
    near(found.covariance, slow_score_residual_variance(data, found.beta), 1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_aalen_johansen_against_statsmodels(seed: int) -> None:
    from statsmodels.duration.survfunc import CumIncidenceRight

    time, code, _ = people(seed, causes=2)
    with np.errstate(divide="ignore", invalid="ignore"):  # where everybody left has the event
        other = CumIncidenceRight(time, code)
    ours = aalen_johansen(count_events(time, code, causes=2))
    where = np.isin(ours.times, other.times)
    for cause in (0, 1):
        near(ours.incidence[where, cause], other.cinc[cause], 1e-12)
        told = ~np.isnan(other.cinc_se[cause])
        near(ours.se[where, cause][told], other.cinc_se[cause][told], 1e-10)


def weighted_incidence(time: Floats, code: Ints, weights: Floats) -> Floats:
    """Cumulative incidence of the first cause with weighted people, shape (T,)."""
    alive, share, found = 1.0, 0.0, []
    for when in np.unique(time):
        n, here = weights[time >= when].sum(), weights * (time == when)
        share += alive * here[code == 1].sum() / n
        alive *= 1 - here[code > 0].sum() / n
        found.append(share)
    return np.array(found)


def test_standard_error_is_the_infinitesimal_jackknife() -> None:
    """Each person's weight moved a little; with the last people all having the event, where others say NaN."""
    time = np.array([1, 2, 2, 3, 4, 4, 5, 6, 6, 6, 7, 7, 7.0])
    code = np.array([1, 2, 0, 1, 0, 2, 1, 1, 2, 0, 1, 1, 2])
    step, squares = 1e-5, np.zeros(7)
    for person in range(len(time)):
        nudge = step * (np.arange(len(time)) == person)
        more, less = (weighted_incidence(time, code, 1 + sign * nudge) for sign in (1, -1))
        squares += ((more - less) / (2 * step)) ** 2
    near(aalen_johansen(count_events(time, code, causes=2)).se[:, 0], np.sqrt(squares), 1e-8)


@pytest.mark.parametrize("seed", SEEDS)
def test_log_rank_against_statsmodels(seed: int) -> None:
    from statsmodels.duration.survfunc import survdiff

    time, code, _ = people(seed)
    group, stratum = np.arange(len(time)) % 3, np.arange(len(time)) % 2
    tables = [
        {
            str(g): count_events(time[here], code[here])
            for g in range(3)
            if (here := (group == g) & (stratum == s)).any()
        }
        for s in (0, 1)
    ]
    near(log_rank(tables).p_value.statistic, survdiff(time, code, group, strata=stratum)[0], 1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_competing_shares_and_survival_make_one(seed: int) -> None:
    time, code, _ = people(seed, causes=3)
    table = count_events(time, code, causes=3)
    found = aalen_johansen(table)
    near(found.incidence.sum(axis=1) + found.survival, np.ones(len(found.times)), 1e-12)
    near(found.survival, kaplan_meier(table).survival, 1e-14)


@pytest.mark.parametrize("seed", SEEDS)
def test_greenwood_is_aalen_johansen_of_one_cause(seed: int) -> None:
    time, code, _ = people(seed)
    table = count_events(time, code)
    curve, incidence = kaplan_meier(table), aalen_johansen(table)
    alive = curve.survival > 0
    near(incidence.se[alive, 0], curve.se[alive], 1e-9)


def test_gray_keeps_its_level_and_its_covariance_for_three_groups() -> None:
    """Under no difference it says "different" as often as it promises: about one time in twenty."""
    chance = np.random.default_rng(11)
    rejected, rounds = 0, 400
    for _ in range(rounds):
        time, code = np.ceil(chance.exponential(8, 120)), chance.integers(0, 3, 120)
        groups = {str(g): count_events(time[g::3], code[g::3], causes=2) for g in range(3)}
        rejected += gray(groups).p < 0.05
    assert 0.025 < rejected / rounds < 0.085


def test_gray_without_competition_is_the_log_rank_test() -> None:
    time, code, _ = people(5)
    groups = {str(g): count_events(time[g::2], code[g::2], causes=2) for g in (0, 1)}
    near(gray(groups).statistic, log_rank(groups).p_value.statistic, 0.05)


@pytest.mark.parametrize("seed", SEEDS)
def test_restricted_mean_is_the_mean_without_censoring(seed: int) -> None:
    time, _, _ = people(seed)
    found = restricted_mean(count_events(time, np.ones(len(time), dtype=int)), 20)
    near(found.estimate, np.minimum(time, 20).mean(), 1e-12)
    near(found.se, np.minimum(time, 20).std() / np.sqrt(len(time)), 1e-10)


@pytest.mark.parametrize("seed", SEEDS)
def test_logistic_against_statsmodels(seed: int) -> None:
    import statsmodels.api as sm

    _, code, x = people(seed)
    ours, other = logistic(code == 1, x, ("a", "b", "c")), sm.Logit(code, sm.add_constant(x)).fit(disp=0)
    near(ours.beta, other.params, 1e-8)
    near(ours.covariance, other.cov_params(), 1e-8)


def brute_match(score_: Floats, treated: Bools, width: float, order: str) -> list[tuple[int, int]]:
    """Every treated person looks at every free one."""
    free, pairs = list(np.flatnonzero(~treated)), []
    queue = np.flatnonzero(treated)
    if order != "data":
        queue = queue[np.argsort(-score_[queue] if order == "largest" else score_[queue], kind="stable")]
    for one in queue:
        if not free:
            break
        apart = np.abs(score_[free] - score_[one])
        if apart.min() <= width:
            pairs.append((int(one), int(free.pop(int(np.argmin(apart))))))
    return pairs


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("order", ["largest", "smallest", "data"])
def test_matching_against_looking_at_everybody(seed: int, order: str) -> None:
    """With scores on a grid, so that ties abound: the same people, not just the same distances."""
    chance = np.random.default_rng(seed)
    score_, treated = chance.integers(0, 30, 120) / 32, chance.random(120) < 0.4
    found = match(score_, treated, caliper=Caliper(3 / 32, "score"), order=order)
    assert list(zip(found.treated, found.comparison, strict=True)) == brute_match(score_, treated, 3 / 32, order)


def largest_likelihood(table: TwoByTwo, p1: Floats, p0: Floats) -> tuple[float, float]:
    """The pair of rates out of many that fits the table best."""
    a, b, c, d = table.cells
    best = int(np.argmax(a * np.log(p1) + b * np.log1p(-p1) + c * np.log(p0) + d * np.log1p(-p0)))
    return float(p1[best]), float(p0[best])


TABLES = [(3, 60, 10, 60), (0, 31, 1, 31), (8, 8, 6, 8), (17, 44, 5, 44)]
GRID = np.linspace(1e-6, 1 - 1e-6, 400_001)


@pytest.mark.parametrize("counts", TABLES)
def test_score_limits_are_where_the_score_test_turns(counts: tuple[int, int, int, int]) -> None:
    """At each limit of difference and ratio the best-fitting rates, found by trying, give just z."""
    table = TwoByTwo(*counts)
    for limit in (score.score_difference(table).low, score.score_difference(table).high):
        inside = GRID[(GRID + limit > 0) & (GRID + limit < 1)]
        z = statistic(table, 1.0, limit, *largest_likelihood(table, inside + limit, inside))
        near(abs(z), 1.959964, 2e-3)
    ratios = score.score_ratio(table)
    for limit in (end for end in (ratios.low, ratios.high) if 0 < end < math.inf):
        inside = GRID[GRID * limit < 1]
        z = statistic(table, limit, 0.0, *largest_likelihood(table, inside * limit, inside))
        near(abs(z), 1.959964, 2e-3)


def statistic(table: TwoByTwo, ratio: float, difference: float, p1: float, p0: float) -> float:
    """Miettinen and Nurminen's, for p1 = ratio p0 + difference."""
    spread = p1 * (1 - p1) / table.treated + ratio**2 * p0 * (1 - p0) / table.comparison
    return (table.rates[0] - ratio * table.rates[1] - difference) / math.sqrt(spread * table.n / (table.n - 1))


@pytest.mark.parametrize("counts", [(3, 60, 10, 60), (17, 44, 5, 44)])
def test_ratio_limits_against_statsmodels(counts: tuple[int, int, int, int]) -> None:
    from statsmodels.stats.proportion import confint_proportions_2indep

    table = TwoByTwo(*counts)
    for name, interval in (("ratio", score.score_ratio(table)), ("odds-ratio", score.score_odds(table))):
        other = confint_proportions_2indep(*counts, method="score", compare=name, correction=True)
        near([interval.low, interval.high], list(other), 1e-4)


def test_poisson_binomial_against_listing_everybody() -> None:
    p = np.array([0.1, 0.1, 0.35, 0.6, 0.02, 0.9])
    slow = np.zeros(7)
    for outcome in itertools.product((0, 1), repeat=6):
        slow[sum(outcome)] += np.prod(np.where(outcome, p, 1 - p))
    near(poisson_binomial(p), slow, 1e-14)


def test_people_with_one_probability_are_a_binomial() -> None:
    """Then the exact limits of the count are those of a proportion (Clopper and Pearson)."""
    from roundel.evaluation.stats.proportions import clopper_pearson

    found, other = observed_expected_people(3, np.full(40, 0.2)).interval, clopper_pearson(3, 40)
    near([found.low * 0.2, found.high * 0.2], [other.low, other.high], 1e-9)


def test_large_groups_and_large_counts_are_answered() -> None:
    p = np.random.default_rng(2).choice([0.01, 0.02, 0.03, 0.05], 20_000)
    chance = poisson_binomial(p)
    near([chance.sum(), chance @ np.arange(len(chance))], [1, p.sum()], 1e-9)
    near(two_sided(900_000, 1e6).p, 0, 1e-12)
    near(two_sided(1_000_500, 1e6).p, 0.617, 1e-3)
