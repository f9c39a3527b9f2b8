"""Curves, tests, competing events and regression: R's survival and cmprsk, and the Rossi recidivism data."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from roundel.evaluation import (
    CoxData,
    EventTable,
    aalen_johansen,
    at_times,
    baseline,
    concordance,
    count_events,
    cox,
    fine_gray,
    gray,
    kaplan_meier,
    log_rank,
    proportionality,
    quantiles,
    restricted_mean,
)
from roundel.evaluation.results import Bools, Floats
from roundel.evaluation.stats.cox import CoxModel
from tests.published.reading import PUBLISHED, column, near, reference, words

LUNG = column("lung", "time"), (column("lung", "status") == 2).astype(int)
SEX = column("lung", "sex")


def lung(which: Bools) -> EventTable:
    return count_events(LUNG[0][which], LUNG[1][which])


def lung_by_sex() -> dict[str, EventTable]:
    return {str(sex): lung(sex == SEX) for sex in (1, 2)}


@pytest.mark.parametrize("name", ["lung_all_log", "lung_all_log-log", "lung_all_plain", "lung_sex1_log-log"])
def test_kaplan_meier_and_nelson_aalen(name: str) -> None:
    expected = reference("01")[name]
    curve = kaplan_meier(lung(SEX == 1 if "sex1" in name else SEX > 0), expected["conf_type"])
    for found, part in (
        (curve.times, "time"),
        (curve.at_risk, "n_risk"),
        (curve.events, "n_event"),
        (curve.censored, "n_censor"),
        (curve.survival, "surv"),
        (curve.se, "std_err"),
        (curve.low, "lower"),
        (curve.high, "upper"),
        (curve.hazard, "cumhaz"),
        (curve.hazard_se, "se_cumhaz"),
    ):
        near(found, expected[part], 1e-12)


def test_quantiles() -> None:
    expected = reference("01")["lung_sex_quantiles_loglog"]
    for place, table in enumerate(lung_by_sex().values()):
        found = quantiles(kaplan_meier(table), tuple(expected["prob"]))
        assert [each.time for each in found] == expected["quantile"][place]
        assert [each.low for each in found] == expected["lower"][place]
        assert [each.high for each in found] == expected["upper"][place]


@pytest.mark.parametrize(("name", "weights"), [("lung_sex", "log-rank"), ("lung_sex_rho1", "peto")])
def test_log_rank(name: str, weights: str) -> None:
    expected, found = reference("02")[name], log_rank(lung_by_sex(), weights)
    assert list(found.n) == expected["n"]
    near(found.observed, expected["obs"], 1e-10)
    near(found.expected, expected["exp"], 1e-10)
    near(
        [found.p_value.statistic, found.p_value.df, found.p_value.p], [expected[x] for x in ("chisq", "df", "p")], 1e-10
    )


def test_log_rank_of_the_veterans() -> None:
    time, event, trt = (column("veteran", name) for name in ("time", "status", "trt"))
    groups = {str(arm): count_events(time[trt == arm], event[trt == arm].astype(int)) for arm in (1, 2)}
    expected = reference("02")["veteran_trt"]
    near([log_rank(groups).p_value.statistic, log_rank(groups).p_value.p], [expected["chisq"], expected["p"]], 1e-10)


def test_stratified_log_rank() -> None:
    """The file calls it by institution; the figure is that of strata by ph.ecog (see README.md)."""
    by = column("lung", "ph.ecog")
    strata = [
        {str(sex): lung((sex == SEX) & (by == value)) for sex in (1, 2) if ((sex == SEX) & (by == value)).any()}
        for value in np.unique(by[~np.isnan(by)])
    ]
    expected, found = reference("02")["lung_sex_strat_inst"], log_rank(strata)
    near([found.p_value.statistic, found.p_value.p], [expected["chisq"], expected["p"]], 1e-10)
    assert "stratified" in found.p_value.test


def test_restricted_mean() -> None:
    for sex, table in lung_by_sex().items():
        expected = reference("05")[f"lung{sex}"]
        found = restricted_mean(table, expected["tau"])
        near([found.estimate, found.se], [expected["rmean"], expected["se"]], 1e-9)


# Competing events

MGUS = column("mgus2_cr", "etime"), column("mgus2_cr", "event").astype(int)
MGUS_SEX = words("mgus2_cr", "sex")


def test_aalen_johansen() -> None:
    expected, found = reference("04")["mgus2_aj"], aalen_johansen(count_events(*MGUS, causes=2))
    near(found.times, expected["time"], 1e-12)
    near(found.at_risk, expected["n_risk"], 1e-12)
    for cause, name in enumerate(("pcm", "death")):
        near(found.incidence[:, cause], expected[name], 1e-12)
        near(found.se[:, cause], expected[f"se_{name}"], 1e-12)


def test_gray() -> None:
    groups = {sex: count_events(MGUS[0][sex == MGUS_SEX], MGUS[1][sex == MGUS_SEX], causes=2) for sex in "FM"}
    expected = reference("04")["mgus2_gray"]
    tests = [gray(groups, cause) for cause in (1, 2)]
    near([test.statistic for test in tests], expected["tests"]["stat"], 1e-10)
    near([test.p for test in tests], expected["tests"]["p"], 1e-10)
    for row, values in zip(expected["rows"], expected["est"], strict=True):
        sex, cause = row.split()
        curve = aalen_johansen(groups[sex])
        near([curve.at(time, int(cause)).estimate for time in expected["times"]], values, 1e-12)


def mgus_covariates() -> Floats:
    return np.column_stack([column("mgus2_cr", "age"), (MGUS_SEX == "M").astype(float)])


def test_fine_gray() -> None:
    expected, found = reference("04")["mgus2_finegray"], fine_gray(*MGUS, mgus_covariates(), ("age", "male"))
    near([each.estimate for each in found.coefficients], expected["coef"], 1e-9)
    near([each.se for each in found.coefficients], expected["se"], 1e-10)
    near(found.log_likelihood[1], expected["loglik"], 1e-12)


def test_cause_specific_cox() -> None:
    expected = reference("04")["mgus2_causespecific"]
    found = cox(CoxData(MGUS[0], MGUS[1] == 1, mgus_covariates(), ("age", "male")))
    near(found.beta, expected["coef"], 1e-10)
    near([each.se for each in found.coefficients], expected["se"], 1e-10)


# Cox


def lung_cox(*names: str, weights: Floats | None = None) -> CoxData:
    x = np.column_stack([column("lung", name) for name in names])
    whole = ~np.isnan(x).any(axis=1)
    return CoxData(LUNG[0][whole], LUNG[1][whole] == 1, x[whole], names, weights=weights)


def colon_cox() -> CoxData:
    rx, differ = words("colon", "rx"), column("colon", "differ")
    x = np.column_stack([rx == "Lev", rx == "Lev+5FU", *(column("colon", name) for name in ("age", "sex", "nodes"))])
    whole = ~np.isnan(x.astype(float)).any(axis=1) & ~np.isnan(differ) & (column("colon", "etype") == 2)
    time, event = column("colon", "time")[whole], column("colon", "status")[whole] == 1
    names = ("rxLev", "rxLev+5FU", "age", "sex", "nodes")
    return CoxData(time, event, x[whole].astype(float), names, strata=differ[whole].astype(int))


def heart_cox() -> CoxData:
    names = ("age", "year", "surgery", "transplant")
    x = np.column_stack([column("heart", name) for name in names])
    return CoxData(column("heart", "stop"), column("heart", "event") == 1, x, names, entry=column("heart", "start"))


MODELS = {
    "lung_efron": (lambda: lung_cox("age", "sex", "ph.ecog"), "efron"),
    "lung_breslow": (lambda: lung_cox("age", "sex", "ph.ecog"), "breslow"),
    "lung_exact": (lambda: lung_cox("age", "sex", "ph.ecog"), "exact"),
    "colon_strat": (colon_cox, "efron"),
    "heart_tv": (heart_cox, "efron"),
    "lung_weighted_robust": (
        lambda: lung_cox("age", "sex", weights=np.array(reference("03")["lung_weighted_robust"]["weights"])),
        "efron",
    ),
}


def fitted(name: str) -> tuple[CoxModel, dict[str, Any]]:
    make, ties = MODELS[name]
    return cox(make(), ties=ties), reference("03")[name]


@pytest.mark.parametrize("name", MODELS)
def test_cox(name: str) -> None:
    found, expected = fitted(name)
    assert (found.n, found.events) == (expected["n"], expected["nevent"])
    near(found.beta, expected["coef"], 1e-8)
    near([each.naive_se for each in found.coefficients], expected["se"], 1e-8)
    near(found.log_likelihood, expected["loglik"], 1e-12)
    near(found.score.statistic, expected["score"], 1e-8)
    near(found.wald.statistic, expected["wald"], 1e-7)  # R's own coefficients are good to 1e-9
    near([concordance(found).estimate, concordance(found).se], expected["concordance"], 1e-12)
    if expected["robust_se"]:
        near([each.se for each in found.coefficients], expected["robust_se"], 1e-8)


def test_proportional_hazards() -> None:
    found, expected = fitted("lung_weighted_robust")
    tested, zph = proportionality(found), expected["zph"]
    results = [*tested.tests.values(), tested.everything]
    near([test.statistic for test in results], zph["chisq"], 1e-8)
    near([test.df for test in results], zph["df"], 1e-12)
    near([test.p for test in results], zph["p"], 1e-8)


def test_baseline_hazard() -> None:
    expected, found = reference("03")["lung_basehaz_efron"], cox(lung_cox("age", "sex"))
    near(found.beta, expected["coef"], 1e-8)
    curve = baseline(found)
    step = np.searchsorted(curve.times, expected["time"], side="right") - 1
    near(curve.hazard[step], expected["cumhaz"], 1e-8)


# Rossi, Berk and Lenihan 1980

ROSSI = PUBLISHED["rossi_survival"]


def rossi_by_aid() -> dict[str, EventTable]:
    week, arrest, aid = (column("rossi", name) for name in ("week", "arrest", "fin"))
    return {str(arm): count_events(week[aid == arm], arrest[aid == arm].astype(int)) for arm in (0, 1)}


def test_rossi_cox() -> None:
    names = tuple(ROSSI["cox_full_efron"])
    x = np.column_stack([column("rossi", name) for name in names])
    found = cox(CoxData(column("rossi", "week"), column("rossi", "arrest") == 1, x, names))
    assert (found.n, found.events) == (432, 114)
    near(found.log_likelihood[1], ROSSI["loglik"], 1e-11)
    for each in found.coefficients:
        near([each.estimate, each.se, each.p_value.p], ROSSI["cox_full_efron"][each.name], 6e-6)


def test_rossi_curves() -> None:
    near([log_rank(rossi_by_aid()).p_value.statistic, log_rank(rossi_by_aid()).p_value.p], ROSSI["logrank_fin"], 1e-10)
    for arm, table in rossi_by_aid().items():
        found = at_times(kaplan_meier(table), np.array([13, 26, 39, 52]))
        near([each.estimate for each in found], ROSSI["km_week_13_26_39_52"][f"fin{arm}"], 6e-6)
