"""Two groups, observed and expected, sensitivity, power, money: the literature's figures and R's."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from roundel.evaluation import (
    TwoByTwo,
    compare,
    e_value,
    funnel_binomial,
    funnel_poisson,
    norm,
    observed_expected,
    observed_expected_people,
    people_needed,
    reliable_change,
    rosenbaum_binary,
    rosenbaum_wilcoxon,
    value_for_money,
)
from roundel.evaluation.economics import cost_per_person
from roundel.evaluation.effects.verdict import Verdict
from roundel.evaluation.errors import NotEstimable
from roundel.evaluation.results import Estimate, Interval
from roundel.evaluation.stats import poisson, proportions, queueing, two_by_two
from roundel.evaluation.stats.score import score_difference
from tests.published.reading import PUBLISHED, near, reference

TABLES = PUBLISHED["two_by_two"]
CLOSE = 1e-10


def table(entry: dict[str, Any]) -> TwoByTwo:
    given = entry["input"]
    return TwoByTwo(given["a"], given["n1"], given["c"], given["n2"])


def ends(interval: Interval | None) -> list[float]:
    assert interval is not None
    return [interval.low, interval.high]


def whole(found: Estimate) -> list[float]:
    return [found.estimate, *ends(found.interval)]


@pytest.mark.parametrize("name", TABLES)
def test_two_groups(name: str) -> None:
    counts, expected = table(TABLES[name]), TABLES[name]["expected"]
    near(counts.rates, [expected["rate_t"], expected["rate_c"]], 1e-15)
    near(two_by_two.fisher(counts).p, expected["fisher_two_sided"], CLOSE)
    near(
        [two_by_two.pearson(counts).statistic, two_by_two.pearson(counts).p],
        [expected["chi2"], expected["chi2_p"]],
        CLOSE,
    )
    yates = two_by_two.yates(counts)
    near([yates.statistic, yates.p], [expected["chi2_yates"], expected["chi2_yates_p"]], CLOSE)
    near(whole(two_by_two.risk_difference(counts)), expected["rd_newcombe"], 1e-13)
    near(whole(two_by_two.risk_difference(counts, "wald")), expected["rd_wald"], 1e-13)
    near(ends(proportions.wilson(counts.treated_events, counts.treated)), expected["wilson_t"], 1e-13)
    near(ends(proportions.wilson(counts.comparison_events, counts.comparison)), expected["wilson_c"], 1e-13)
    near(two_by_two.number_needed(counts).estimate, abs(expected["nnt"]), 1e-12)
    near(compare(counts).relative_reduction, expected["rrr"], 1e-12)


@pytest.mark.parametrize("name", [name for name in TABLES if "rr" in TABLES[name]["expected"]])
def test_ratios(name: str) -> None:
    counts, expected = table(TABLES[name]), TABLES[name]["expected"]
    near(whole(two_by_two.risk_ratio(counts)), expected["rr"], 1e-12)
    near(whole(two_by_two.odds_ratio(counts)), expected["or"], 1e-12)


def test_no_event_leaves_wald_limits_undefined() -> None:
    """Duwe 2013: none of 31 against one of 31."""
    counts = table(TABLES["duwe2013_sexual_rearrest"])
    assert two_by_two.risk_ratio(counts).interval is None
    with pytest.raises(NotEstimable):
        two_by_two.risk_ratio(TwoByTwo(1, 31, 0, 31))


def test_what_was_found_in_canada_hangs_on_the_test() -> None:
    """Three of 60 against ten of 60: chi-squared .040, Yates .078, Fisher .075. So there is not enough to say."""
    found = compare(table(TABLES["wilson2007_sexual"]))
    assert [round(test.p, 3) for test in found.tests] == [0.075, 0.04, 0.078]
    assert all(test.test for test in found.tests)
    assert found.verdict is Verdict.NOT_ENOUGH
    assert not found.methods_agree


def test_harm_is_found() -> None:
    """Mews and others 2017: treated men did worse."""
    assert compare(table(TABLES["mews2017_sexual_UNWEIGHTED_APPROX"])).verdict is Verdict.MORE
    assert compare(table(TABLES["hanson2004_sexual"])).verdict is Verdict.NOT_ENOUGH
    assert compare(table(TABLES["wilson2009_any"])).verdict is Verdict.FEWER


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [((56, 70, 48, 80), 0.0528, 0.3382), ((9, 10, 3, 10), 0.1700, 0.8406)],
)
def test_score_limits_of_newcombe_1998(counts: tuple[int, int, int, int], low: float, high: float) -> None:
    """Newcombe 1998, Stat Med 17:873, table II, method 6 (Miettinen and Nurminen)."""
    near(ends(score_difference(TwoByTwo(*counts))), [low, high], 5e-5)


def test_a_rate_against_a_known_one() -> None:
    """Justice Data Lab: 805 people, 18 against 23 %, published as between 2 and 8 percentage points fewer."""
    given = PUBLISHED["jdl_ci"]["pet_ou"]
    found = proportions.proportion_against(given["input"]["p_t"], given["input"]["n"], given["input"]["p_c"])
    assert [round(100 * end, 2) for end in ends(found.interval)] == given["expected_pp"]


# Observed and expected


@pytest.mark.parametrize("case", reference("06")["cases"], ids=lambda case: str(case["obs"]))
def test_poisson_limits(case: dict[str, float]) -> None:
    observed, expected = int(case["obs"]), case["exp"]
    near(ends(poisson.exact(observed, expected)), [case["lower"], case["upper"]], 1e-12)
    near(ends(poisson.mid_p(observed, expected)), [case["midp_lower"], case["midp_upper"]], 1e-9)
    near(ends(poisson.byar(observed, expected)), [case["byar_lower"], case["byar_upper"]], 1e-12)
    p = poisson.two_sided(observed, expected).p
    assert p == pytest.approx(case["p_two_sided"], rel=1e-9)


@pytest.mark.parametrize("case", reference("06")["binom"], ids=lambda case: str(case["x"]))
def test_limits_of_a_proportion(case: dict[str, Any]) -> None:
    near(ends(proportions.clopper_pearson(case["x"], case["n"])), case["cp"], 1e-12)
    near(ends(proportions.wilson(case["x"], case["n"])), case["wilson"], 1e-12)


@pytest.mark.parametrize("name", PUBLISHED["observed_expected"])
def test_observed_over_expected(name: str) -> None:
    given, expected = (PUBLISHED["observed_expected"][name][part] for part in ("input", "expected"))
    found = observed_expected(given["O"], given["E"])
    near(found.estimate, expected["oe"], 1e-14)
    near(ends(found.interval), expected["oe_exact_ci"], 1e-12)
    near(found.expected_over_observed, expected["eo"], 1e-14)
    near(ends(found.intervals["expected_over_observed"]), expected["eo_log_ci"], 1e-12)
    near(found.p_values[1].p, expected["poisson_lower_tail"], 1e-12)


def test_norm_table_osp_dc() -> None:
    table_, given = norm("osp-dc"), PUBLISHED["osp_dc"]
    near(table_.probabilities(np.arange(65)), list(given["table"].values()), 1e-15)
    for name, (low, high) in given["bands"].items():
        assert {table_.band(low), table_.band(high)} == {name.lower().replace("_", " ")}
    cohort = given["synthetic_cohort"]
    scores = np.repeat([int(score) for score in cohort["scores"]], list(cohort["scores"].values()))
    found = observed_expected_people(1, table_.probabilities(scores), table=table_)
    near([found.expected, found.variance], [cohort["expected_sum"], cohort["var"]], 1e-12)
    assert "MIT" in (found.norm or "")


def test_funnel_limits() -> None:
    given = reference("11")
    for name, level in (("95", 0.95), ("998", 0.998)):
        by_rate = funnel_binomial(given["p0"], np.array(given["n"]), level)
        assert [by_rate.low.tolist(), by_rate.high.tolist()] == [given[f"lo{name}"], given[f"hi{name}"]]
        by_count = funnel_poisson(np.array(given["pois_e"]), level)
        assert [by_count.low.tolist(), by_count.high.tolist()] == [given[f"pois_lo{name}"], given[f"pois_hi{name}"]]


# Sensitivity, power, money, waiting


def test_e_values() -> None:
    for case in reference("08")["evalue"]:
        found = e_value(case["rr"], case["lo"], case["hi"])
        near([found.point, found.limit], [case["e_point"], case["e_ci"]], 1e-12)


def test_the_published_e_value() -> None:
    """VanderWeele and Ding 2017: a risk ratio of 3.9 (1.8 to 8.7) has E-values 7.26 and 3.0."""
    found = e_value(3.9, 1.8, 8.7)
    assert (round(found.point, 2), found.limit) == (7.26, pytest.approx(3.0))


def test_rosenbaum_bounds() -> None:
    for case in reference("08")["rosenbaum_binary"]:
        bound = rosenbaum_binary(case["b"], case["c"], case["gamma"])
        near([bound.p_lower, bound.p_upper], [case["p_lower"], case["p_upper"]], 1e-12)
    signed = reference("08")["wilcoxon"]
    for case in signed["rows"]:
        near(rosenbaum_wilcoxon(np.array(signed["d"]), case["gamma"]).p_upper, case["p_upper"], 1e-12)


@pytest.mark.parametrize(("base", "people"), PUBLISHED["power_two_sided_05_80_halving"].items())
def test_people_needed_to_see_a_halving(base: str, people: int) -> None:
    assert people_needed(float(base), float(base) / 2).treated == people


def test_costs_and_benefits() -> None:
    given = PUBLISHED["cost_benefit"]["elliott_beech_2013"]
    found = value_for_money(
        places=given["input"]["n_circle"],
        cost_per_place=given["input"]["cost_per_circle"],
        averted=given["input"]["offenders_averted"],
        cost_per_reoffence=given["input"]["cost_per_reoffender"],
    )
    near([found.cost, found.benefit, found.net, found.ratio], list(given["expected"].values()), 1e-14)
    duwe = PUBLISHED["cost_benefit"]["duwe_2013"]
    avoided, cost = cost_per_person(duwe["input"]["costs_avoided"], duwe["input"]["n"], duwe["input"]["bcr"])
    near([avoided, cost], list(duwe["expected"].values()), 1e-14)


def test_reliable_change() -> None:
    given, expected = PUBLISHED["rci"]["input"], PUBLISHED["rci"]["expected"]
    found = reliable_change(given["pre"], given["post"], sd=given["sd"], reliability=given["rxx"])
    near(
        [found.standard_error, found.standard_error_of_difference, found.index],
        [expected["sem"], expected["s_diff"], expected["rc"]],
        1e-12,
    )
    assert found.reliable


def test_erlang() -> None:
    for case in reference("12")["erlangC"]:
        found = queueing.erlang_c(case["lam"], case["mu"], case["c"], case["t"])
        near(queueing.erlang_b(case["lam"] / case["mu"], case["c"]), case["erlangB"], 1e-12)
        near(queueing.erlang_b_continuous(case["lam"] / case["mu"], case["c"]), case["erlangB"], 1e-11)
        near(
            [found.wait_share, found.within, found.mean_wait, found.occupancy],
            [case["erlangC"], case["sl"], case["asa"], case["occ"]],
            1e-12,
        )
    for case in reference("12")["erlangA"]:
        found = queueing.erlang_a(case["lam"], case["mu"], case["theta"], case["c"])
        near(
            [found.wait_share, found.abandon_share, found.mean_queue, found.mean_wait, found.occupancy],
            [case[name] for name in ("p_wait", "p_abandon", "mean_queue", "mean_wait", "util")],
            1e-12,
        )


def test_people_behind_attempts() -> None:
    """2013-14: 81.5 % of attempts were not answered."""
    share = PUBLISHED["rates_check"]["helpline_unanswered_share_2013_14"]
    assert queueing.first_attempts(11.1, share, 0.8) == pytest.approx(11.1 * (1 - 0.8 * share))
