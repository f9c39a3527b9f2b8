"""Who signs is let in, for five minutes; anybody else is not, and is not told why."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import override_settings

from roundel.calls.signatures import NotSigned, check, secret, sign
from roundel.kernel.crypto import generate_keys

NOW = dt.datetime(2027, 3, 15, 9, 30, tzinfo=dt.UTC)
BODY = b'{"event": "ringing", "call": "x"}'
MINUTE = dt.timedelta(minutes=1)


def is_good(header: str, body: bytes = BODY, at: dt.datetime = NOW) -> bool:
    try:
        check(header, body, at)
    except NotSigned:
        return False
    return True


def test_a_signed_message_is_good_and_says_when() -> None:
    code, signed_at = check(sign(BODY, NOW), BODY, NOW + MINUTE)
    assert len(code) == 32
    assert signed_at == NOW


@pytest.mark.parametrize(("minutes", "good"), [(-5, True), (5, True), (-5.1, False), (5.1, False), (60, False)])
def test_a_signature_lasts_five_minutes(minutes: float, good: bool) -> None:
    assert is_good(sign(BODY, NOW), at=NOW + minutes * MINUTE) is good


def test_one_changed_byte_is_noticed() -> None:
    header = sign(BODY, NOW)
    assert not is_good(header, BODY + b" ")
    assert not is_good(header[:-1] + ("0" if header[-1] != "0" else "1"))
    assert not is_good(header.replace("t=1", "t=2", 1))


@pytest.mark.parametrize(
    "header",
    ["", "t=1", "v1=00", "t=abc,v1=" + "0" * 64, "t=999999999999,v1=" + "0" * 64, "t=-1,v1=" + "0" * 64, "\u0660" * 80],
)
def test_what_is_no_signature_is_none(header: str) -> None:
    assert not is_good(header)


def test_there_is_one_way_to_write_a_signature() -> None:
    """Otherwise the same message could be sent again in another spelling."""
    header = sign(BODY, NOW)
    stamp, code = header.split(",v1=")
    for other in (f"{stamp},v1={code.upper()}", f"t=0{stamp[2:]},v1={code}", f"{header},v1={code}", f" {header}"):
        assert not is_good(other)


def test_other_keys_are_another_secret() -> None:
    here = secret()
    with override_settings(ROUNDEL_KEYS=generate_keys()):
        assert secret() != here
    assert len(here) == 64
