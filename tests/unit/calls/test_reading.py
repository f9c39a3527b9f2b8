"""Files as telephone systems write them, and as people spoil them."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from roundel.calls.enums import Outcome
from roundel.calls.reading import Column, Reading, Unusable, cells, guess, open_table, read
from roundel.calls.reading.columns import GUESSES, as_text, from_text, lacking

LONDON = ZoneInfo("Europe/London")
NOW = dt.datetime(2027, 12, 1, tzinfo=dt.UTC)
CDR = (
    "accountcode,src,dst,dcontext,clid,channel,dstchannel,lastapp,lastdata,start,answer,end,duration,billsec,"
    "disposition,amaflags,uniqueid\n"
)
CDR_ROW = ',{number},800,in,"""x"" <{number}>",PJSIP/a,PJSIP/b,Queue,q,{start},{answer},{end},70,{talk},{what},3,{id}\n'


def reading(content: str | bytes, **mapping: int) -> Reading:
    table = open_table(content.encode() if isinstance(content, str) else content)
    chosen = {Column(name): place for name, place in mapping.items()} or guess(table.header)
    assert not list(lacking(chosen)), list(lacking(chosen))
    return read(table, chosen, zone=LONDON, at=NOW)


def cdr(what: str = "ANSWERED", **cells_: str) -> str:
    given = {"number": "01614960000", "start": "2027-11-03 09:31:00", "answer": "", "end": "", "talk": "0", "id": "1.1"}
    return CDR_ROW.format(what=what, **given | cells_)


def test_an_asterisk_file_is_understood_by_its_header() -> None:
    found = reading(
        CDR
        + cdr(answer="2027-11-03 09:31:20", end="2027-11-03 09:41:20", talk="600")
        + cdr("NO ANSWER", id="1.2", end="2027-11-03 09:32:10")
    )
    assert [call.outcome for call in found.calls] == [Outcome.ANSWERED, Outcome.MISSED]
    assert found.calls[0].number == "441614960000"
    assert found.calls[0].answered_at == dt.datetime(2027, 11, 3, 9, 31, 20, tzinfo=dt.UTC)
    assert not found.problems


def test_a_queue_that_rang_several_extensions_is_one_call() -> None:
    found = reading(CDR + cdr("NO ANSWER") + cdr(answer="2027-11-03 09:31:40", talk="60") + cdr("NO ANSWER"))
    assert [call.outcome for call in found.calls] == [Outcome.ANSWERED]
    assert found.twice == 2


@pytest.mark.parametrize(
    ("encoding", "separator"), [("utf-8", ","), ("utf-8-sig", ";"), ("utf-16", "\t"), ("cp1252", ";"), ("utf-8", "|")]
)
def test_encodings_and_separators(encoding: str, separator: str) -> None:
    text = "Date;Time;Status;Café\n03/11/2027;9:31pm;Answered;é\n04/11/2027;21:40;Missed;é\n"
    found = reading(text.replace(";", separator).encode(encoding))
    assert [f"{call.began_at:%d %H:%M}" for call in found.calls] == ["03 21:31", "04 21:40"]


@pytest.mark.parametrize(
    "written",
    ["2027-11-03 09:31", "2027-11-03T09:31:00", "2027-11-03T09:31:00Z", "2027-11-03T10:31:00+01:00", "03/11/2027 09:31",
     "3/11/2027 9:31am", "03-11-27 09:31:00", "3 Nov 2027 09:31", "3 November 2027, 9:31 a.m.", "03.11.2027 09.31"],
)  # fmt: skip
def test_ways_to_write_a_moment(written: str) -> None:
    found = cells.moment(written)
    assert f"{found:%Y-%m-%d %H:%M}" == f"2027-11-03 {'10' if '+01' in written else '09'}:31"


@pytest.mark.parametrize(
    "written",
    ["", "soon", "2027-11-03", "31/02/2027 09:31", "03/11/2027 25:00", "03/11/1927 09:31", "01614960000",
     "2027-13-01 09:00", "3 Foo 2027 09:31"],
)  # fmt: skip
def test_what_is_no_moment(written: str) -> None:
    with pytest.raises(cells.NotRead):
        cells.moment(written)


def test_a_file_that_writes_months_first_is_refused_whole() -> None:
    """03/11 could be read as 3 November by mistake; 11/13 shows that it must not be."""
    with pytest.raises(Unusable, match="month seems to stand before"):
        reading("start,status\n11/03/2027 09:31,answered\n11/13/2027 09:31,answered\n")


def test_rows_that_cannot_be_read_are_named_with_what_and_why() -> None:
    found = reading(
        "Start,Status,Caller,Talk time\n"
        "2027-11-03 09:31,answered,0161 496 0000,60\n"
        "\n"
        "never,answered,0161 496 0000,60\n"
        "2027-11-03 09:33,perhaps,0161 496 0000,60\n"
        "2027-11-03 09:34,answered,0161 496 0000,long\n"
        "2027-11-03\n"
        "2028-11-03 09:31,answered,0161 496 0000,60\n"
    )
    assert [(each.row, each.column) for each in found.problems] == [
        (4, "began"), (5, "outcome"), (6, "talked"), (7, "began"), (8, "began"),
    ]  # fmt: skip
    assert len(found.calls) == 1
    assert not any("496" in each.why or "perhaps" in each.why for each in found.problems)


def test_the_night_in_march_and_the_night_in_october() -> None:
    found = reading(
        "Start,Status\n2027-03-28 00:59,missed\n2027-03-28 01:30,missed\n2027-03-28 02:01,missed\n"
        "2027-10-31 00:50,missed\n2027-10-31 01:50,missed\n2027-10-31 01:10,missed\n2027-10-31 02:10,missed\n"
    )
    assert [f"{call.began_at:%H:%M}" for call in found.calls] == ["00:59", "01:01", "23:50", "00:50", "01:10", "02:10"]
    ((row, why),) = [(each.row, each.why) for each in found.problems]
    assert row == 3
    assert "went forward" in why


def test_an_hour_that_comes_twice_is_flagged_when_nothing_settles_it() -> None:
    found = reading("Start,Status\n2027-10-31 00:50,missed\n2027-10-31 01:30,missed\n2027-10-31 02:10,missed\n")
    assert [each.row for each in found.problems] == [3]
    assert "came twice" in found.problems[0].why


def test_calls_that_went_out_are_no_demand() -> None:
    found = reading(
        "Start,Status,Direction\n2027-11-03 09:31,completed,outbound-api\n2027-11-03 09:32,missed,inbound\n"
    )
    assert (len(found.calls), found.outgoing) == (1, 1)


def test_without_words_talking_says_what_became_of_it() -> None:
    found = reading("Call Time,Talking,Caller ID\n2027-11-03 09:31,0:04:10,\n2027-11-03 09:32,00:00:00,\n")
    assert [call.outcome for call in found.calls] == [Outcome.ANSWERED, Outcome.MISSED]
    assert found.calls[0].ended_at == dt.datetime(2027, 11, 3, 9, 35, 10, tzinfo=dt.UTC)


def test_the_same_row_again_is_one_call_but_two_withheld_numbers_are_two() -> None:
    row = "2027-11-03 09:31,missed,{}\n"
    head = "Start,Status,Caller\n"
    assert len(reading(head + row.format("0161 496 0000") * 2).calls) == 1
    assert len(reading(head + row.format("anonymous") * 2).calls) == 2


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"just one column\nand another row\n", "no columns"),
        (b"PK\x03\x04\x00\x00", "no text file"),
        (b"a,b\n" + b"1,2\n" * 150_001, "more than"),
        (b"x" * (10 * 1024 * 1024 + 1), "larger than 10 MB"),
    ],
)
def test_what_is_no_table_of_calls(content: bytes, words: str) -> None:
    with pytest.raises(Unusable, match=words):
        open_table(content)


def test_a_file_without_header_is_refused_and_never_shown() -> None:
    with pytest.raises(Unusable, match="first row is a call"):
        reading("2027-11-03 09:31,missed,01614960000\n2027-11-03 09:32,missed,01614960001\n", began=0, outcome=1)


def test_wrong_columns_are_named() -> None:
    table = open_table(b"Colour,Size\nred,2\n")
    assert guess(table.header) == {}
    assert [column for column, _ in lacking({})] == [Column.BEGAN, Column.OUTCOME]
    assert [words for _, words in lacking({Column.BEGAN: 0, Column.OUTCOME: 0})] == [
        "Two questions have the same column. Choose another for one of them."
    ]


def test_a_mapping_is_kept_as_text() -> None:
    mapping = {Column.BEGAN: 9, Column.OUTCOME: 14}
    assert from_text(as_text(mapping)) == mapping


def test_no_header_stands_for_two_things_by_mistake() -> None:
    within = [name for names in GUESSES.values() for name in names]
    assert {name for name in within if within.count(name) > 1} <= {"starttime", "answered"}
