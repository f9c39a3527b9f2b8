"""The examples of docs/how-to/telephone-system.md do what it says."""

from __future__ import annotations

import ast
import datetime as dt
import re
import shutil
import subprocess

import pytest

from roundel.calls import signatures
from tests.conftest import FrozenClock
from tests.factories import telephone
from tests.house.source import ROOT

pytestmark = pytest.mark.django_db
PAGE = (ROOT / "docs" / "how-to" / "telephone-system.md").read_text(encoding="utf-8")


@pytest.mark.skipif(not shutil.which("openssl"), reason="no openssl")
def test_the_shell_signs_as_we_do(frozen_clock: FrozenClock, tmp_path) -> None:
    """The commands as printed, with curl left out and the clock of the test."""
    secret = tmp_path / "secret"
    secret.write_text(signatures.secret() + "\n")
    block = re.search(r"    body='.*?\n(?=    curl)", PAGE, re.DOTALL)
    assert block is not None
    script = block[0].replace("/etc/roundel/telephone-secret", str(secret))
    script = script.replace("$(date +%s)", str(int(frozen_clock.now.timestamp())))
    out = subprocess.run(
        ["sh", "-c", f'{script}\nprintf "%s\\n%s" "t=$t,v1=$v1" "$body"'], capture_output=True, check=True
    )
    header, _, body = out.stdout.partition(b"\n")
    assert telephone.post(body, header.decode()) == 204


def test_the_relay_signs_as_we_do() -> None:
    """Its one line of cryptography, run as printed."""
    program = re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert program is not None
    ast.parse(program[1])
    line = next(line.strip() for line in program[1].splitlines() if "hmac.new" in line)
    now = dt.datetime(2027, 3, 14, 21, 4, tzinfo=dt.UTC)
    names = {"SECRET": signatures.secret().encode(), "stamp": str(int(now.timestamp())).encode(), "body": b"{}"}
    exec(f"import hashlib, hmac\n{line}", names)  # noqa: S102 - a line of our own documentation
    assert signatures.sign(b"{}", now).endswith(f"v1={names['code']}")
