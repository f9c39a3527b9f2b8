"""Bad input ends with 2 and one clear sentence that names row and column; never with a traceback or a wrong number."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.evaluation.files import Run, write_csv, write_parquet

COLUMNS = ("--time", "time", "--event", "event")
GOOD = "time,event,g,x\n5,1,a,1\n6,1,b,2\n7,0,b,3\n9,1,a,2.5\n3,1,b,0\n4,0,a,7"


def sentence(said: str) -> str:
    assert said.count("\n") == 1, said
    assert said.endswith(".\n"), said
    assert "Traceback" not in said
    return said


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("time,event,g\n5,1,a\n-3,0,b", 'Row 2, column "time": a time is not negative, and -3 is'),
        ("time,event,g\n5,1,a\nx,0,b", "Row 2, column \"time\": 'x' is not a number"),
        ("time,event,g\n5,1,a\n,1,b", 'Row 2, column "time": the value is missing'),
        ("time,event,g\n5,1,a\nNA,1,b", 'Row 2, column "time": the value is missing'),
        ("time,event,g\n5,,a\n3,0,b", 'Row 1, column "event": the event is missing'),
        ("time,event,g\ninf,1,a\n3,0,b", "'inf' is not a number"),
        ("time,event,g\nNaN,1,a\n3,0,b", "'NaN' is not a number"),
        ("time,event,g\n5,1,a\n3,0,a", 'Column "g": everybody is in one group'),
        ("time,event,g\n5,0,a\n3,0,b", 'Column "event": nobody had the event'),
        ("time,event,g\n5,1,a\n3,2,b", "say which value is the event, as event=2"),
        ("time,event,g", "There is no row in the file"),
        ("time,event,time\n1,2,1", 'two columns named "time"'),
        ("time,event,g\n5,1,a\n6,0", "CSV Error on Line: 3; Expected Number of Columns: 3 Found: 2"),
        ("tme,event,g\n5,1,a", 'has no column "time"; did you mean "tme"?'),
    ],
)
def test_survival_refuses(run: Run, tmp_path: Path, text: str, words: str) -> None:
    said = run("survival", write_csv(tmp_path, text), *COLUMNS, "--by", "g")
    assert (said.code, said.out) == (2, "")
    assert words in sentence(said.err)


def test_the_same_file_in_order_is_answered(run: Run, tmp_path: Path) -> None:
    said = run("survival", write_csv(tmp_path, GOOD), *COLUMNS, "--by", "g", "--at", "5", "--tau", "6")
    assert (said.code, said.err) == (0, "")
    assert "not enough evidence to say" in said.out
    assert "no effect" not in said.out


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--tau", "99"), "Nobody was watched until 99; the longest was 9"),
        (("--tau", "0"), "The horizon must be above nought"),
        (("--at", "99"), "Nobody was watched for as long as 99"),
        (("--at", "soon"), "'soon' is not a number"),
        (("--id", "g"), 'Row 1, column "g": the same person is there 3 times'),
        (("--entry", "x"), 'Row 6, column "x": the entry is not before the exit'),
        (("--level", "95"), "a confidence level lies between 0 and 1"),
        (("--limits", "wald"), "invalid choice"),
    ],
)
def test_survival_refuses_options(run: Run, tmp_path: Path, options: tuple[str, str], words: str) -> None:
    text = GOOD.replace("3,1,b,0", "8,0,b,0")  # the longest-watched of each group has no event
    text = text.replace("9,1,a,2.5", "9,0,a,2.5")
    said = run("survival", write_csv(tmp_path, text), *COLUMNS, *options)
    assert said.code == 2
    assert words in sentence(said.err)


@pytest.mark.parametrize(
    ("text", "covariates", "words"),
    [
        (GOOD, "g", "Row 1, column \"g\": 'a' is not a number; write C(g) if it is a category"),
        (GOOD, "time", 'Column "time": it is the outcome and cannot be a covariate as well'),
        (GOOD, "x,,g", "leaves one empty"),
        (GOOD, "x,x", 'The covariate "x" is named twice'),
        (GOOD, "age", 'has no column "age"'),
        ("time,event,x\n5,1,1\n6,1,1", "x", 'Column "x": everybody has the same value'),
        ("time,event,x\n5,0,1\n6,0,2", "x", "Nobody had the event"),
        ("time,event,x,y\n5,1,1,2\n6,1,4,8\n7,0,2,4\n8,1,0,0", "x,y", "it follows from the other covariates"),
        ("time,event,x\n5,1,4\n6,0,3\n7,0,1\n9,0,2", "x", 'Column "x": its coefficient has no finite value'),
        ("time,event,x\n-5,1,4\n6,0,3\n7,1,1", "x", 'Row 1, column "time": a time is not negative'),
        ("time,event,x\n5,,4\n6,0,3\n7,1,1", "x", 'Row 1, column "event": the value is missing'),
    ],
)
def test_cox_refuses(run: Run, tmp_path: Path, text: str, covariates: str, words: str) -> None:
    said = run("cox", write_csv(tmp_path, text), *COLUMNS, "--covariates", covariates)
    assert said.code == 2
    assert words in sentence(said.err)


@pytest.mark.parametrize("ties", ["efron", "breslow", "exact"])
def test_everybody_tied_is_no_reason_to_refuse(run: Run, tmp_path: Path, ties: str) -> None:
    path = write_csv(tmp_path, "time,event,x\n5,1,1\n5,1,2\n5,0,3\n5,1,2.5\n5,0,0\n5,0,2")
    said = run("cox", path, *COLUMNS, "--covariates", "x", "--ties", ties, "--json")
    assert said.code == 0
    assert said.result["model"]["ties"] == ties


def test_one_event_is_answered_with_a_warning(run: Run, tmp_path: Path) -> None:
    path = write_csv(tmp_path, "time,event,g\n5,1,a\n6,0,b\n7,0,b\n9,0,a")
    said = run("survival", path, *COLUMNS, "--by", "g", "--json")
    assert said.code == 0
    assert any("1 event is too few" in warning for warning in said.json["warnings"])


def test_a_column_called_id_that_repeats_makes_a_warning(run: Run, tmp_path: Path) -> None:
    path = write_csv(tmp_path, "id,time,event\n1,5,1\n1,6,0\n2,7,1")
    assert "each row was taken as a person" in run("survival", path, *COLUMNS).out
    assert "the same person is there 2 times" in run("survival", path, *COLUMNS, "--id", "id").err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("compare", "--treated", "3", "--comparison", "1/2"), "counts are written EVENTS/PEOPLE"),
        (("compare", "--treated", "61/60", "--comparison", "1/2"), "61 of 60 is no count of people"),
        (("compare", "--treated", "0/0", "--comparison", "1/2"), "Nobody is in one of the groups"),
        (("compare", "--treated", "1.5/3", "--comparison", "1/2"), "counts are written EVENTS/PEOPLE"),
        (("compare", "--treated", "-1/3", "--comparison", "1/2"), "evaluate compare: argument --treated"),
        (("expected", "--observed", "3"), "either --observed with --expected"),
        (("expected", "--observed", "3", "--expected", "0"), "must be above nought"),
        (("expected", "--expected", "7"), "--expected needs --observed"),
        (("expected", "--observed", "-3", "--expected", "7"), "whole number from nought up"),
        (("value", "--places", "5", "--cost", "-1", "--averted", "4", "--cost-per-reoffence", "3"), "not negative"),
        (("value", "--places", "0", "--cost", "1", "--averted", "4", "--cost-per-reoffence", "3"), "no ratio"),
        (("power", "--base", "0.1"), "needs --ratio"),
        (("power", "--base", "1.1", "--ratio", "0.5"), "--base is a rate between 0 and 1"),
        (("power", "--base", "0.1", "--ratio", "1"), "Equal rates cannot be told apart"),
        (("staffing", "--minutes", "30"), "needs either --attempts-per-hour"),
        (("staffing", "--minutes", "30", "--attempts-per-hour", "11"), "--attempts-per-hour needs --blocked"),
        (("staffing", "--minutes", "0", "--calls-per-hour", "11"), "must be above nought"),
        (("survival", "nowhere.csv", *COLUMNS), "There is no file nowhere.csv"),
        (("survival", "README.md", *COLUMNS), "is neither .csv nor .parquet"),
        (("survival", "README.md", "--time", "t"), "--event"),
        ((), "COMMAND"),
        (("frobnicate",), "invalid choice"),
    ],
)
def test_other_commands_refuse(run: Run, arguments: tuple[str, ...], words: str) -> None:
    said = run(*arguments)
    assert (said.code, said.out) == (2, "")
    assert words in sentence(said.err)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("study,treated_events,treated,comparison_events,comparison\na,3,60,1,60\nb,70,60,1,60", "Row 2: 70 of 60"),
        ("study,treated_events,treated,comparison_events,comparison\na,3.5,60,1,60", "Row 1: counts are whole numbers"),
        ("study,treated_events,treated,comparison_events,comparison\na,0,60,0,60\nb,0,9,0,9", "No study has an event"),
        ("study,treated_events,treated,comparison_events,comparison\na,1,60,2,60", "One study alone"),
        ("a,q\n1,2", "the file needs the columns treated_events"),
        ("study,yi,vi\na,0.1,0\nb,0.2,1", "must be above nought"),
    ],
)
def test_pool_refuses(run: Run, tmp_path: Path, text: str, words: str) -> None:
    said = run("pool", write_csv(tmp_path, text))
    assert said.code == 2
    assert words.lower() in sentence(said.err).lower()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("score\n20\n70", "Row 2: 70 is no osp-dc score"),
        ("score\n20\n20.5", "Row 2: 20.5 is no osp-dc score"),
        ("score\n20\nhigh", "Row 2, column \"score\": 'high' is not a number"),
        ("points\n20", 'needs a column "score"'),
        ("score,reoffended\n20,1\n30,0", "--observed says 3 and the column reoffended says 1"),
    ],
)
def test_scores_refused(run: Run, tmp_path: Path, text: str, words: str) -> None:
    said = run("expected", "--scores", write_csv(tmp_path, text), "--norm", "osp-dc", "--observed", 3)
    assert said.code == 2
    assert words in said.err[0] + sentence(said.err)


def test_match_refuses_what_parts_the_groups(run: Run, tmp_path: Path) -> None:
    path = write_csv(tmp_path, "z,x\n1,5\n1,6\n0,1\n0,2")
    said = run("match", path, "--treated", "z", "--covariates", "x")
    assert said.code == 2
    assert "no finite value" in sentence(said.err)
    said = run("match", path, "--treated", "z=7", "--covariates", "x")
    assert "both groups must have somebody" in sentence(said.err)


def test_parquet_types_are_refused_by_name(run: Run, tmp_path: Path) -> None:
    path = write_parquet(tmp_path, {"time": [["a"], ["b"]], "event": [1, 0]})
    assert "numbers are needed" in sentence(run("survival", path, *COLUMNS).err)


def test_a_file_that_only_looks_like_parquet(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "data.parquet"
    path.write_text("time,event", encoding="utf-8")
    assert "could not be read" in sentence(run("survival", path, *COLUMNS).err)


def test_overlapping_intervals_are_refused(run: Run, tmp_path: Path) -> None:
    asked = (*COLUMNS, "--entry", "start", "--id", "id")
    good = "id,start,time,event,x\n1,0,5,0,1\n1,5,9,1,2\n2,0,7,1,0\n3,0,8,0,1"
    assert run("survival", write_csv(tmp_path, good), *asked).code == 0
    said = run("survival", write_csv(tmp_path, good.replace("1,5,9", "1,4,9")), *asked)
    assert said.code == 2
    assert 'Row 2, column "start": the interval begins before an earlier one' in sentence(said.err)
    said = run("cox", write_csv(tmp_path, good.replace("1,5,9", "1,4,9")), *asked, "--covariates", "x")
    assert "the interval begins before an earlier one" in sentence(said.err)


def test_what_is_refused_names_the_group(run: Run, tmp_path: Path) -> None:
    said = run("survival", write_csv(tmp_path, GOOD), *COLUMNS, "--by", "g", "--at", "8")
    assert 'In the group "b" nobody was watched for as long as 8' in sentence(said.err)
