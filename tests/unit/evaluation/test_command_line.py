"""What the commands say, and that --json says it to full precision."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.published.reading import R, near, reference
from tests.unit.evaluation.files import Run, write_csv, write_parquet

ROOT = Path(__file__).resolve().parents[3]
LUNG = ("survival", R / "in_lung.csv", "--time", "time", "--event", "status=2", "--by", "sex")


def test_compare_in_words(run: Run) -> None:
    said = run("compare", "--treated", "3/60", "--comparison", "10/60", "--untraced", "10")
    assert said.code == 0
    assert said.out.startswith("There is not enough evidence to say")
    assert "Fisher's exact, two-sided: p = 0.0748" in said.out
    assert "chi-squared without continuity correction: p = 0.0398" in said.out
    assert "The answer depends on the method" in said.out
    assert "Tipping point: 2 of 10" in said.out


@pytest.mark.parametrize(
    ("treated", "comparison", "words", "verdict"),
    [
        ("5/44", "17/44", "Fewer people had the outcome", "fewer"),
        ("256/2562", "1058/13219", "More people had the outcome", "more"),
        ("85/403", "70/321", "There is not enough evidence to say", "not enough evidence to say"),
        ("0/60", "0/60", "There is not enough evidence to say", "not enough evidence to say"),
        ("0/5", "5/5", "Fewer people had the outcome", "fewer"),
        ("5/5", "0/5", "More people had the outcome", "more"),
    ],
)
def test_the_three_verdicts(run: Run, treated: str, comparison: str, words: str, verdict: str) -> None:
    asked = ("compare", "--treated", treated, "--comparison", comparison)
    assert run(*asked).out.startswith(words)
    assert "no effect" not in run(*asked).out
    assert run(*asked, "--json").result["verdict"] == verdict


def test_json_is_to_full_precision(run: Run) -> None:
    result = run("compare", "--treated", "3/60", "--comparison", "10/60", "--json").result
    assert result["risk_difference"]["intervals"]["newcombe"]["low"] == pytest.approx(-0.23496863662446493, rel=1e-14)
    assert {test["test"] for test in result["tests"]} >= {"Fisher's exact, two-sided"}


def test_what_is_infinite_is_null_in_json(run: Run) -> None:
    result = run("compare", "--treated", "5/5", "--comparison", "0/5", "--json").result
    assert result["risk_ratio"] is None
    assert result["odds_ratio"]["estimate"] is None
    assert result["odds_ratio"]["intervals"]["exact"]["high"] is None
    assert result["odds_ratio"]["intervals"]["exact"]["low"] > 1


def test_expected(run: Run, tmp_path: Path) -> None:
    said = run("expected", "--observed", "3", "--expected", "7")
    assert "not enough evidence to say" in said.out
    assert "Byar" in said.out
    fewer = run("expected", "--observed", "3", "--expected", "10")
    assert fewer.out.startswith("Fewer people had the outcome than were expected to.")
    path = write_csv(tmp_path, "score,people\n20,10\n26,10\n30,10\n34,10\n38,10\n42,10")
    scored = run("expected", "--scores", path, "--norm", "osp-dc", "--observed", "2", "--json")
    near(scored.result["expected"], 2.7521835057987505, 1e-12)
    assert "Not for women, and not for anybody without a sexual offence." in scored.json["warnings"]


def test_survival(run: Run) -> None:
    said = run(*LUNG, "--at", "365", "--tau", "365")
    assert said.out.startswith("The groups differ in how soon people had the event. log-rank: p = 0.0013.")
    result = run(*LUNG, "--at", "365", "--tau", "365", "--json").result
    near(result["tests"][0]["p_value"]["statistic"], reference("02")["lung_sex"]["chisq"], 1e-10)
    near(result["groups"][0]["restricted_mean"]["se"], reference("05")["lung1"]["se"], 1e-9)
    near(result["groups"][0]["curve"]["survival"], reference("01")["lung_sex1_log-log"]["surv"], 1e-12)


def test_stratified_survival(run: Run) -> None:
    said = run(*LUNG, "--strata", "ph.ecog", "--json")
    near(said.result["tests"][0]["p_value"]["statistic"], 10.7950596334964, 1e-10)
    assert said.json["warnings"] == ["1 row without a value in sex or ph.ecog left out."]


def test_late_entry(run: Run) -> None:
    heart = ("survival", R / "in_heart.csv", "--time", "stop", "--event", "event", "--entry", "start")
    result = run(*heart, "--json").result
    assert result["events"] == 75
    assert max(result["groups"][0]["curve"]["at_risk"]) == 103


def test_incidence(run: Run) -> None:
    asked = ("incidence", R / "in_mgus2_cr.csv", "--time", "etime", "--event", "event", "--by", "sex", "--at", "60,120")
    said = run(*asked)
    assert "Event 1: There is not enough evidence to say" in said.out
    assert "Event 2: The groups differ" in said.out
    result = run(*asked, "--covariates", "age,C(sex)", "--json").result
    near(result["incidence"]["tests"]["2"]["statistic"], 11.6512590121277, 1e-10)
    near(result["at"]["F"]["1"]["60"]["estimate"], 0.0397896215044053, 1e-12)
    assert result["at"]["F"]["1"]["60"]["interval"]["low"] < result["at"]["F"]["1"]["60"]["interval"]["high"]
    near([c["estimate"] for c in result["fine_gray"]["coefficients"]], reference("04")["mgus2_finegray"]["coef"], 1e-9)


@pytest.mark.parametrize("ties", ["efron", "breslow", "exact"])
def test_cox(run: Run, ties: str) -> None:
    asked = ("cox", R / "in_lung.csv", "--time", "time", "--event", "status=2", "--covariates", "age,sex,ph.ecog")
    said = run(*asked, "--ties", ties, "--json")
    model, expected = said.result["model"], reference("03")[f"lung_{ties}"]
    near([each["estimate"] for each in model["coefficients"]], expected["coef"], 1e-8)
    assert "1 of 228 rows left out, for want of a value in a column that is needed." in said.json["warnings"]
    assert "data" not in model, "the rows themselves are not in the answer"
    assert "age: not enough evidence to say." in run(*asked, "--ties", ties).out


def test_cox_with_strata_categories_and_entry(run: Run) -> None:
    heart = ("cox", R / "in_heart.csv", "--time", "stop", "--event", "event", "--entry", "start")
    model = run(*heart, "--covariates", "age,year,surgery,C(transplant)", "--json").result["model"]
    near([each["estimate"] for each in model["coefficients"]], reference("03")["heart_tv"]["coef"], 1e-8)
    assert model["coefficients"][3]["name"] == "transplant[1]"
    colon = ("cox", R / "in_colon.csv", "--time", "time", "--event", "status", "--covariates", "age,C(rx)")
    result = run(*colon, "--strata", "differ", "--cluster", "id", "--json").result
    assert result["model"]["robust"]
    assert list(result["proportional"]["tests"]) == ["age", "rx"]
    assert result["proportional"]["tests"]["rx"]["df"] == 2


def test_pool(run: Run, tmp_path: Path) -> None:
    result = run("pool", R / "in_bcg.csv", "--tau2", "dl", "--ci", "wald", "--json").result
    near(result["pooled"]["log_estimate"], reference("09")["DL"]["b"], 1e-10)
    said = run("pool", R / "in_bcg.csv")
    assert said.out.startswith("Taken together, the studies find the outcome less common")
    path = write_csv(tmp_path, "study,yi,vi\na,0.1,0.04\nb,-0.2,0.05\nc,0.3,0.1")
    assert "not enough evidence to say" in run("pool", path, "--measure", "rd").out


def test_match(run: Run) -> None:
    asked = ("match", R / "in_lalonde.csv", "--treated", "treat", "--id", "id", "--outcome", "re78", "--caliper", "0.2")
    said = run(*asked, "--covariates", "age,educ,C(race),married,nodegree,re74,re75", "--json")
    result = said.result
    assert result["matched_treated"] == 113
    pairs = {(pair["treated_id"], pair["comparison_id"]) for pair in result["pairs"]}
    expected = reference("07")["greedy_largest_cal0.2"]
    assert pairs == {(one, other) for one, other in zip(expected["treated"], expected["control"], strict=True) if other}
    near(result["effects"]["weighted_att"]["estimate"], reference("07")["ipw"]["att"], 1e-7)
    assert any("found no match" in warning for warning in said.json["warnings"])


def test_value(run: Run) -> None:
    asked = ("value", "--places", 50, "--cost", 11303, "--averted", 4, "--cost-per-reoffence", 147161)
    assert run(*asked, "--json").result["value"]["ratio"] == pytest.approx(1.0415712642661241, rel=1e-14)
    limits = ("--averted-limits", "1,7", "--seed", 7, "--draws", 2000, "--json")
    first, again = run(*asked, *limits), run(*asked, *limits)
    assert first.out == again.out
    assert first.result["draws"]["seed"] == 7
    assert first.result["tornado"][0]["name"] == "averted"


def test_power(run: Run) -> None:
    assert run("power", "--base", 0.10, "--ratio", 0.5, "--json").result["needed"]["treated"] == 435
    said = run("power", "--base", 0.10, "--people", 60)
    assert "not even a rate of nought" in said.out
    assert run("power", "--base", 0.1, "--people", 435, "--json").result["detectable"]["ratio"] == pytest.approx(
        0.5, abs=1e-3
    )


def test_staffing(run: Run) -> None:
    asked = ("staffing", "--minutes", 30, "--attempts-per-hour", 11.1, "--blocked", 0.815, "--redial", 0.8)
    result = run(*asked, "--target-blocking", 0.1, "--json").result
    assert result["lines_needed"] == 5
    assert result["people_per_hour"] == pytest.approx(3.8628)
    assert result["blocked_then"] <= 0.1
    waiting = run("staffing", "--minutes", 30, "--calls-per-hour", 11.1, "--patience-minutes", 3, "--json").result
    assert waiting["waiting"]["within"] >= 0.8
    assert 0 < waiting["with_patience"]["abandon_share"] < 0.2


def test_csv_and_parquet_give_the_same_bytes(run: Run, tmp_path: Path) -> None:
    columns = {"t": [5, 3, 5, 8, 2, 2], "e": [1, 0, 1, 0, 1, 1], "g": ["a", "b", "b", "a", "b", "a"]}
    lines = ["t,e,g", *(f"{t},{e},{g}" for t, e, g in zip(*columns.values(), strict=True))]
    one = run("survival", write_csv(tmp_path, "\n".join(lines)), "--time", "t", "--event", "e", "--by", "g", "--json")
    other = run("survival", write_parquet(tmp_path, columns), "--time", "t", "--event", "e", "--by", "g", "--json")
    assert one.code == 0
    assert one.out == other.out


def test_help_names_every_command(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        run("--help")
    assert left.value.code == 0
    said = capsys.readouterr().out
    assert all(
        name in said for name in ("compare", "expected", "survival", "incidence", "cox", "match", "pool", "value")
    )
    assert "not protected against disclosure" in " ".join(said.split())


def test_it_runs_without_django() -> None:
    """As a researcher would call it, with Django made impossible to import."""
    code = (
        "import sys; sys.modules['django'] = None; from roundel.evaluation.cli import main; "
        "sys.exit(main(['compare', '--treated', '3/60', '--comparison', '10/60', '--json']))"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], cwd=ROOT / "src", capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert '"command": "compare"' in done.stdout
