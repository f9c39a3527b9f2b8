"""What telephone systems write, and what of it we hear."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundel.calls.adapters import Unreadable, read
from roundel.calls.adapters.fields import extension_of, moment
from roundel.calls.merging import Telling

NOW = dt.datetime(2027, 3, 15, 9, 30, tzinfo=dt.UTC)
FORM = "application/x-www-form-urlencoded"
AMI = {"Uniqueid": "1805.1", "Linkedid": "1805.1", "CallerIDNum": "01614960000", "Queue": "day"}
CHANNEL = {"id": "1805.7", "state": "Ring", "caller": {"name": "", "number": "01614960000"}}
CLOUD = {"CallSid": "CA1", "From": "+441614960000", "To": "+448000000000", "Direction": "inbound"}


def heard(told: dict[str, Any]) -> Telling | None:
    return read("application/json; charset=utf-8", json.dumps(told).encode(), NOW)


def heard_form(told: dict[str, str]) -> Telling | None:
    return read(FORM, urlencode(told).encode(), NOW)


def short(telling: Telling | None) -> tuple[str, str, str] | None:
    return (telling.call_id, telling.told.value, telling.extension) if telling else None


def test_our_own_form() -> None:
    told = {"event": "answered", "call": "x1", "at": "2027-03-15T09:29:00+00:00", "from": "0161", "extension": 204}
    found = heard(told)
    assert short(found) == ("x1", "answered", "204")
    assert found is not None
    assert found.at == dt.datetime(2027, 3, 15, 9, 29, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"Event": "QueueCallerJoin"}, ("1805.1", "ringing", "")),
        (
            {"Event": "AgentConnect", "Interface": "PJSIP/204", "DestChannel": "PJSIP/204-00000b"},
            ("1805.1", "answered", "204"),
        ),
        ({"Event": "QueueCallerAbandon"}, ("1805.1", "abandoned", "")),
        ({"Event": "AgentComplete"}, ("1805.1", "ended", "")),
        ({"Event": "Hangup", "Cause": "16"}, ("1805.1", "ended", "")),
        ({"Event": "Hangup", "Uniqueid": "1805.2"}, None),  # one extension of several
        ({"Event": "DialEnd", "DialStatus": "ANSWER"}, None),  # may be a call of our own
        ({"Event": "PeerStatus"}, None),
    ],
)
def test_asterisk_manager_events(told: dict[str, str], expected: tuple[str, str, str] | None) -> None:
    assert short(heard(AMI | told)) == expected


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"type": "StasisStart", "channel": CHANNEL, "args": []}, ("1805.7", "ringing", "")),
        (
            {"type": "StasisStart", "channel": CHANNEL | {"state": "Up"}, "args": ["incoming"]},
            ("1805.7", "ringing", ""),
        ),
        ({"type": "StasisStart", "channel": CHANNEL | {"state": "Up"}, "args": ["dialed"]}, None),
        ({"type": "ChannelStateChange", "channel": CHANNEL | {"state": "Up"}}, None),  # a greeting plays
        (
            {"type": "Dial", "dialstatus": "ANSWER", "caller": CHANNEL, "peer": {"name": "PJSIP/204-0000001a"}},
            ("1805.7", "answered", "204"),
        ),
        (
            {"type": "Dial", "dialstatus": "CANCEL", "caller": CHANNEL, "peer": {"name": "PJSIP/204-1"}},
            ("1805.7", "abandoned", ""),
        ),
        ({"type": "Dial", "dialstatus": "NOANSWER", "caller": CHANNEL, "peer": {"name": "PJSIP/204-1"}}, None),
        ({"type": "ChannelDestroyed", "channel": CHANNEL}, ("1805.7", "ended", "")),
        ({"type": "ApplicationReplaced"}, None),
    ],
)
def test_asterisk_rest_events(told: dict[str, Any], expected: tuple[str, str, str] | None) -> None:
    assert short(heard({"timestamp": "2027-03-15T09:29:58.131+0000"} | told)) == expected


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"CallStatus": "ringing"}, ("CA1", "ringing", "")),
        ({"CallStatus": "in-progress"}, ("CA1", "ringing", "")),  # the service picked up, nobody else yet
        ({"CallSid": "CA2", "ParentCallSid": "CA1", "CallStatus": "in-progress", "To": "client:desk4",
          "Direction": "outbound-dial"}, ("CA1", "answered", "desk4")),
        ({"CallSid": "CA2", "ParentCallSid": "CA1", "CallStatus": "no-answer"}, None),  # another may answer
        ({"CallStatus": "in-progress", "DialCallStatus": "completed"}, ("CA1", "answered", "")),
        ({"CallStatus": "in-progress", "DialCallStatus": "no-answer"}, ("CA1", "missed", "")),
        ({"CallStatus": "completed"}, ("CA1", "ended", "")),
        ({"CallStatus": "canceled"}, ("CA1", "abandoned", "")),
        ({"CallStatus": "ringing", "Direction": "outbound-api"}, None),
        ({"CallStatus": "levitating"}, None),
    ],
)  # fmt: skip
def test_the_common_cloud_form(told: dict[str, str], expected: tuple[str, str, str] | None) -> None:
    assert short(heard_form(CLOUD | told)) == expected


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"nonsense", b'{"event": "answered"}', b'{"event": "answered", "call": {"a": 1}}', b"\xff\xfe",
     b'{"event": "answered", "call": "' + b"x" * 300 + b'"}', b"[" * 5_000],
)  # fmt: skip
def test_what_cannot_be_read_is_said_to_be_unreadable(body: bytes) -> None:
    with pytest.raises(Unreadable):
        read("application/json", body, NOW)


@pytest.mark.parametrize("body", [b"", b"From=1", b"&".join(b"a=1" for _ in range(300))])
def test_a_form_that_cannot_be_read(body: bytes) -> None:
    with pytest.raises(Unreadable):
        read(FORM, body, NOW)


@given(st.binary(max_size=200))
def test_no_message_breaks_the_reader(body: bytes) -> None:
    for kind in ("application/json", FORM):
        try:
            found = read(kind, body, NOW)
        except Unreadable:
            continue
        assert found is None or found.call_id


ODD = (
    None,
    True,
    7,
    1.5,
    "x",
    "incoming",
    [],
    ["incoming"],
    [[]],
    {},
    {"id": "c"},
    {"id": {}},
    {"id": "c", "caller": 1},
)
NAMES = ("event", "call", "at", "type", "channel", "Event", "Linkedid", "caller", "dialstatus", "args", "peer")
SAID = {"type": "StasisStart"}, {"type": "Dial", "dialstatus": "ANSWER"}, {"Event": "AgentConnect"}, {"event": "ended"}


@given(st.sampled_from(SAID), st.dictionaries(st.sampled_from(NAMES), st.sampled_from(ODD), max_size=6))
def test_no_shape_breaks_the_reader(said: dict[str, Any], told: dict[str, Any]) -> None:
    try:
        heard(told | said)
    except Unreadable:
        return


@pytest.mark.parametrize(
    ("written", "minutes"),
    [
        ("2027-03-15T09:10:00Z", 20),
        ("2027-03-15T10:10:00.123+01:00", 20),
        (str(NOW.timestamp() - 600), 10),
        ("Mon, 15 Mar 2027 09:20:00 +0000", 10),
        ("", 0),
        ("yesterday", 0),
        ("2027-03-15 09:10:00", 0),  # no zone: we do not guess
        ("2019-01-01T00:00:00Z", 0),  # a wrong clock
        ("2027-03-15T09:33:00Z", 0),  # a clock that goes a little fast
        ("nan", 0),
        ("1e400", 0),
    ],
)
def test_when_it_happened(written: str, minutes: int) -> None:
    found = moment(written, NOW)
    assert round((NOW - found).total_seconds() / 60) == minutes


@pytest.mark.parametrize(
    ("channel", "extension"),
    [("PJSIP/204-0000001a", "204"), ("SIP/204@queue", "204"), ("sip:204@example.org", "204"), ("client:desk4", "desk4"),
     ("204", "204"), ("", "")],
)  # fmt: skip
def test_the_extension_in_a_channel(channel: str, extension: str) -> None:
    assert extension_of(channel) == extension
