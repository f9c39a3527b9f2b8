"""A count set against an expectation: exact, mid-P, Byar and Poisson-binomial limits.

The ratio is observed / expected. The Poisson limits take the expectation as known; the Poisson-binomial ones know
that each person reoffends at most once, with a probability of his own.
"""

from __future__ import annotations

import math

import numpy as np
from scipy import optimize, special

from roundel.evaluation.errors import BadInput, NotEstimable
from roundel.evaluation.results import LEVEL, Floats, Interval, Numbers, PValue
from roundel.evaluation.stats.normal import z_of

TIE = 1 + 1e-7
NEGLIGIBLE = 1e-60
WIDEST = 60.0  # of a log odds multiplier


def check_observed(observed: int, expected: float) -> None:
    """BadInput unless ``observed`` is a whole number from nought up; NotEstimable unless ``expected`` is above it."""
    if observed != int(observed) or observed < 0:
        raise BadInput(f"the number observed is a whole number from nought up, and {observed} is not")
    if not math.isfinite(expected):
        raise BadInput(f"the number expected must be a number, and {expected} is not")
    if expected <= 0:
        raise NotEstimable(f"the number expected must be above nought, and {expected:g} is not")


def exact(observed: int, expected: float, level: float = LEVEL) -> Interval:
    """chi2(a/2; 2 O) / 2 E and chi2(1 - a/2; 2 O + 2) / 2 E (Garwood 1936, Biometrika 28)."""
    check_observed(observed, expected)
    z_of(level)
    tail = (1 - level) / 2
    low = float(special.gammaincinv(observed, tail)) if observed else 0.0
    high = float(special.gammaincinv(observed + 1, 1 - tail))
    return Interval(low / expected, high / expected, level, "exact Poisson")


def mid_p(observed: int, expected: float, level: float = LEVEL) -> Interval:
    """Limits that count half the probability of the observed number in each tail (Rothman and Boice 1979)."""
    check_observed(observed, expected)
    z_of(level)
    tail = (1 - level) / 2

    def below(mean: float) -> float:
        return float(special.pdtr(observed, mean)) - _mass(observed, mean) / 2

    top = float(special.gammaincinv(observed + 1, 1 - tail)) + 1
    high = optimize.brentq(lambda mean: below(mean) - tail, observed, top, xtol=1e-13, rtol=8.9e-16)
    low = 0.0
    if observed:
        low = optimize.brentq(lambda mean: below(mean) - (1 - tail), 1e-12, observed, xtol=1e-13, rtol=8.9e-16)
    return Interval(low / expected, high / expected, level, "mid-P Poisson")


def byar(observed: int, expected: float, level: float = LEVEL) -> Interval:
    """O (1 - 1/9O - z/3 sqrt O)^3 / E, and the like with O + 1 (Breslow and Day 1987, IARC 82, p. 69)."""
    check_observed(observed, expected)
    z, more = z_of(level), observed + 1
    low = observed * (1 - 1 / (9 * observed) - z / (3 * math.sqrt(observed))) ** 3 if observed else 0.0
    high = more * (1 - 1 / (9 * more) + z / (3 * math.sqrt(more))) ** 3
    return Interval(low / expected, high / expected, level, "Byar")


def expected_over_observed(observed: int, expected: float, level: float = LEVEL) -> Interval:
    """Limits of the turned ratio E / O on the log scale, E / O exp(+- z / sqrt O), as calibration studies print it."""
    check_observed(observed, expected)
    if observed == 0:
        raise NotEstimable("with nothing observed the ratio of expected to observed has no value")
    half = z_of(level) / math.sqrt(observed)
    ratio = expected / observed
    return Interval(ratio * math.exp(-half), ratio * math.exp(half), level, "E/O on the log scale")


def two_sided(observed: int, expected: float) -> PValue:
    """Exact Poisson test, two-sided: all counts no more probable than this one, as R's poisson.test."""
    check_observed(observed, expected)
    mine, mean = _mass(observed, expected), expected
    if observed == mean:
        return PValue("exact Poisson, two-sided", 1.0)
    if observed < mean:
        far = _first_rare(mean, mine * TIE)
        p = float(special.pdtr(observed, mean)) + float(special.pdtrc(far - 1, mean))
    else:
        near = _last_rare(mean, mine * TIE)
        p = float(special.pdtrc(observed - 1, mean)) + (float(special.pdtr(near, mean)) if near >= 0 else 0.0)
    return PValue("exact Poisson, two-sided", min(1.0, p))


def _first_rare(mean: float, most: float) -> int:
    """The smallest count from the mean up whose probability is at most ``most``; above the mean they fall."""
    low, high = math.ceil(mean) - 1, math.ceil(mean) + 1
    while _mass(high, mean) > most:
        low, high = high, 2 * high + 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _mass(middle, mean) > most else (low, middle)
    return high


def _last_rare(mean: float, most: float) -> int:
    """The largest count from the mean down whose probability is at most ``most``, or -1; below the mean they rise."""
    low, high = -1, math.floor(mean) + 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _mass(middle, mean) <= most else (low, middle)
    return low


def lower_tail(observed: int, expected: float) -> PValue:
    """P(X <= O): how often so few would be seen if the expectation were right (one-sided)."""
    check_observed(observed, expected)
    return PValue("exact Poisson, one-sided (so few or fewer)", float(special.pdtr(observed, expected)))


def _mass(count: int, mean: float) -> float:
    return float(_masses(np.array([count]), mean)[0])


def _masses(counts: Numbers, mean: float) -> Floats:
    found: Floats = np.exp(special.xlogy(counts, mean) - mean - special.gammaln(counts + 1.0))
    return found


# People with probabilities of their own


def poisson_binomial(probabilities: Floats) -> Floats:
    """The distribution of the number of events: shape (n,) of probabilities -> shape (n + 1,) of P(X = 0), P(X = 1) ...

    People with equal probabilities are taken together as binomials; the pieces are then folded pairwise, which adds
    and multiplies positive numbers only, so small tails keep their digits.
    """
    values = np.asarray(probabilities, dtype=np.float64)
    if values.size == 0:
        raise NotEstimable("there is nobody to expect anything of")
    if not np.all((values >= 0) & (values <= 1)):
        raise BadInput("a probability lies between 0 and 1", row=int(np.argmin((values >= 0) & (values <= 1))) + 1)
    distinct, people = np.unique(values, return_counts=True)
    parts = [_trimmed(0, _binomial(int(n), float(p))) for p, n in zip(distinct, people, strict=True)]
    while len(parts) > 1:
        pairs = zip(parts[::2], parts[1::2], strict=False)
        parts = [_trimmed(a + b, np.convolve(x, y)) for (a, x), (b, y) in pairs] + parts[len(parts) // 2 * 2 :]
    start, mass = parts[0]
    whole = np.zeros(len(values) + 1)
    whole[start : start + len(mass)] = mass
    return whole


def _trimmed(start: int, mass: Floats) -> tuple[int, Floats]:
    """What is left without ends below 1e-60, and at which count it starts: else a large group would take for ever."""
    kept = np.flatnonzero(mass > NEGLIGIBLE)
    return start + int(kept[0]), mass[kept[0] : kept[-1] + 1]


def _binomial(n: int, p: float) -> Floats:
    k = np.arange(n + 1, dtype=np.float64)
    ways = special.gammaln(n + 1.0) - special.gammaln(k + 1) - special.gammaln(n - k + 1)
    found: Floats = np.exp(ways + special.xlogy(k, p) + special.xlog1py(n - k, -p))
    return found


def poisson_binomial_interval(observed: int, probabilities: Floats, level: float = LEVEL) -> Interval:
    """Exact limits of observed / expected for people with probabilities of their own.

    All odds are multiplied by one number; the limits are the multipliers at which so many (or so few) events have
    probability (1 - level) / 2, told as the expectation they bring over the original one. Narrower than Poisson.
    """
    values = np.asarray(probabilities, dtype=np.float64)
    check_observed(observed, float(values.sum()))
    z_of(level)
    possible = int((values > 0).sum())
    if observed > possible:
        raise BadInput(f"{observed} people had the event and only {possible} had a probability above nought")
    tail, expected = (1 - level) / 2, float(values.sum())

    def moved(log_odds: float) -> Floats:
        grown = values * math.exp(log_odds)
        shifted: Floats = grown / (1 - values + grown)
        return shifted

    def below(log_odds: float, most: int) -> float:
        return float(poisson_binomial(moved(log_odds))[: most + 1].sum())

    low, high = 0.0, possible / expected
    if observed > int((values == 1).sum()):
        root = optimize.brentq(lambda x: 1 - below(x, observed - 1) - tail, -WIDEST, WIDEST, xtol=1e-12)
        low = float(moved(root).sum()) / expected
    if observed < possible:
        root = optimize.brentq(lambda x: below(x, observed) - tail, -WIDEST, WIDEST, xtol=1e-12)
        high = float(moved(root).sum()) / expected
    return Interval(low, high, level, "exact Poisson-binomial, common odds multiplier")
