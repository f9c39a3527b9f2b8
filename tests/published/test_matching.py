"""Matching and weighting of the Lalonde data: R's glm, a brute-force caliper, and inverse-probability weights."""

from __future__ import annotations

import numpy as np
import pytest

from roundel.evaluation import Caliper, balance, logistic, match, weighted_difference, weights_for
from roundel.evaluation.results import Floats
from tests.published.reading import column, near, reference, words

LALONDE = reference("07")
IDS = words("lalonde", "id")
TREATED = column("lalonde", "treat") == 1
NAMES = tuple(LALONDE["smd_before_att_sd_treated"])


def covariate(name: str) -> Floats:
    if name.startswith("race"):
        return (words("lalonde", "race") == name.removeprefix("race")).astype(float)
    return column("lalonde", name)


ALL = np.column_stack([covariate(name) for name in NAMES])
FITTED = tuple(name for name in NAMES if name != "raceblack")


def test_propensity_score() -> None:
    model = logistic(TREATED, np.column_stack([covariate(name) for name in FITTED]), FITTED)
    near(model.beta, list(LALONDE["glm_coef"].values()), 2e-8)  # glm stops at 1e-8
    near(model.fitted, LALONDE["ps"], 1e-8)


def test_balance_before() -> None:
    for each in balance(ALL, NAMES, TREATED):
        near(each.standardised_difference, LALONDE["smd_before_att_sd_treated"][each.name], 1e-10)


@pytest.mark.parametrize("name", [name for name in LALONDE if name.startswith("greedy")])
def test_greedy_matching(name: str) -> None:
    _, order, caliper = name.split("_")
    expected, score = LALONDE[name], np.array(LALONDE["ps"])
    found = match(score, TREATED, caliper=Caliper(float(caliper.removeprefix("cal"))), order=order)
    where = {name: place for place, name in enumerate(IDS)}
    pairs = [
        (where[one], where[other]) for one, other in zip(expected["treated"], expected["control"], strict=True) if other
    ]
    assert len(found.treated) == expected["n_matched"] == len(pairs)
    near(np.sort(found.distance), sorted(abs(score[one] - score[other]) for one, other in pairs), 1e-12)
    if np.isfinite(found.caliper):
        near(found.caliper, expected["caliper_abs"], 1e-10)
    weights = np.zeros(len(TREATED))
    weights[found.treated] = weights[found.comparison] = 1
    for each in balance(ALL, NAMES, TREATED, weights):
        near(each.standardised_difference, expected["smd_after"][each.name], 1e-10)


def test_weighting() -> None:
    expected, outcome, score = LALONDE["ipw"], column("lalonde", "re78"), np.array(LALONDE["ps"])
    att, ate = (weights_for(score, TREATED, kind) for kind in ("att", "ate"))
    effect = weighted_difference(outcome, TREATED, att.values)
    near([effect.estimate, effect.se], [expected["att"], expected["att_hc0_se"]], 1e-10)
    near(weighted_difference(outcome, TREATED, ate.values).estimate, expected["ate"], 1e-10)
    near(
        [att.effective_comparison, ate.effective_treated],
        [expected["ess_att_control"], expected["ess_ate_treated"]],
        1e-10,
    )
