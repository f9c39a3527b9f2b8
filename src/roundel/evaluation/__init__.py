"""The evaluation engine: did fewer people reoffend than would have been expected, how sure are we, and at what cost?

A library and a command line (`./run evaluate`) without Django. What a researcher may call stands here; each name's
docstring has its formula, source, shapes, units and errors. Every result is a frozen dataclass; every p-value names its
test; what is wrong with the data raises ``BadInput``, what they do not determine ``NotEstimable``.

    from roundel.evaluation import TwoByTwo, compare
    compare(TwoByTwo(3, 60, 10, 60)).risk_difference

    from roundel.evaluation import SurvivalColumns, open_source, parse_event, survival
    survival(open_source("cohort.parquet"), SurvivalColumns("days", parse_event("status=2"), by="group"))
"""

from __future__ import annotations

from roundel.evaluation.data import (
    Column,
    Counts,
    EventColumn,
    Source,
    SurvivalColumns,
    open_source,
    parse_columns,
    parse_event,
    reduce_survival,
)
from roundel.evaluation.economics import Uncertain, probabilistic, tornado, value_for_money
from roundel.evaluation.effects.change import reliable_change
from roundel.evaluation.effects.compare import compare
from roundel.evaluation.effects.expected import acceptance, observed_expected, observed_expected_people
from roundel.evaluation.effects.matched import MatchChoice, MatchColumns, match_from
from roundel.evaluation.effects.matching import (
    Caliper,
    balance,
    doubly_robust,
    match,
    matched_difference,
    support,
    weighted_difference,
    weights_for,
)
from roundel.evaluation.effects.monitoring import average_run_length, cusum, funnel_binomial, funnel_poisson
from roundel.evaluation.effects.norms import norm
from roundel.evaluation.effects.norms.osp_dc import OspDcFacts, osp_dc_score
from roundel.evaluation.effects.pooling import (
    Study,
    effects_of,
    egger,
    leave_one_out,
    mantel_haenszel,
    meta_regression,
    peto,
    pool,
    trim_and_fill,
)
from roundel.evaluation.effects.power import Design, people_needed, power_of, smallest_detectable
from roundel.evaluation.effects.regression import RegressionColumns, cox_from, fine_gray_from
from roundel.evaluation.effects.sensitivity import e_value, rosenbaum_binary, rosenbaum_wilcoxon, tipping_point
from roundel.evaluation.effects.staffing import plan_for_blocking, plan_for_waiting
from roundel.evaluation.effects.survival import Reading, event_tables, incidence, survival
from roundel.evaluation.errors import BadInput, EvaluationError, NotEstimable
from roundel.evaluation.results import Estimate, Interval, PValue
from roundel.evaluation.stats.cox import CoxData, baseline, concordance, cox, proportionality
from roundel.evaluation.stats.fine_gray import fine_gray
from roundel.evaluation.stats.logistic import logistic
from roundel.evaluation.stats.queueing import erlang_a, erlang_b, erlang_c
from roundel.evaluation.stats.survival import (
    EventTable,
    aalen_johansen,
    at_times,
    count_events,
    gray,
    kaplan_meier,
    log_rank,
    quantiles,
    restricted_mean,
    restricted_mean_difference,
)
from roundel.evaluation.stats.two_by_two import TwoByTwo

__all__ = [
    "BadInput",
    "Caliper",
    "Column",
    "Counts",
    "CoxData",
    "Design",
    "Estimate",
    "EvaluationError",
    "EventColumn",
    "EventTable",
    "Interval",
    "MatchChoice",
    "MatchColumns",
    "NotEstimable",
    "OspDcFacts",
    "PValue",
    "Reading",
    "RegressionColumns",
    "Source",
    "Study",
    "SurvivalColumns",
    "TwoByTwo",
    "Uncertain",
    "aalen_johansen",
    "acceptance",
    "at_times",
    "average_run_length",
    "balance",
    "baseline",
    "compare",
    "concordance",
    "count_events",
    "cox",
    "cox_from",
    "cusum",
    "doubly_robust",
    "e_value",
    "effects_of",
    "egger",
    "erlang_a",
    "erlang_b",
    "erlang_c",
    "event_tables",
    "fine_gray",
    "fine_gray_from",
    "funnel_binomial",
    "funnel_poisson",
    "gray",
    "incidence",
    "kaplan_meier",
    "leave_one_out",
    "log_rank",
    "logistic",
    "mantel_haenszel",
    "match",
    "match_from",
    "matched_difference",
    "meta_regression",
    "norm",
    "observed_expected",
    "observed_expected_people",
    "open_source",
    "osp_dc_score",
    "parse_columns",
    "parse_event",
    "people_needed",
    "peto",
    "plan_for_blocking",
    "plan_for_waiting",
    "pool",
    "power_of",
    "probabilistic",
    "proportionality",
    "quantiles",
    "reduce_survival",
    "reliable_change",
    "restricted_mean",
    "restricted_mean_difference",
    "rosenbaum_binary",
    "rosenbaum_wilcoxon",
    "smallest_detectable",
    "support",
    "survival",
    "tipping_point",
    "tornado",
    "trim_and_fill",
    "value_for_money",
    "weighted_difference",
    "weights_for",
]
