"""The commands that keep and check the chain."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from roundel.audit.anchors import Anchor, read_anchors
from roundel.audit.models import AuditEvent, AuditHead, AuditSeal
from roundel.audit.sealing import seal_everything
from tests.integration.audit.writing import unguarded, write, write_several
from tests.support.moments import NOW

pytestmark = pytest.mark.django_db


def run(name: str, *arguments: str) -> str:
    out = io.StringIO()
    call_command(name, *arguments, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def refused(*arguments: str) -> str:
    """What audit_verify says when it ends with status 1."""
    out = io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("audit_verify", *arguments, stdout=out, stderr=io.StringIO())
    assert ended.value.code == 1
    return out.getvalue()


def test_sealing_by_hand() -> None:
    write_several(3)
    assert "3 events sealed" in run("audit_seal")
    assert "0 events sealed" in run("audit_seal")


def test_verifying_a_whole_chain_says_so_and_is_recorded() -> None:
    write_several(3)
    run("audit_seal")
    said = run("audit_verify")
    assert "The audit is whole: 3 entries" in said
    assert "No anchor was given" in said
    noted = AuditEvent.objects.get(event="audit.chain.verified")
    assert json.loads(noted.detail) == {"seq": 3, "whole": True, "found": "whole"}
    run("audit_verify", "--do-not-record")
    assert AuditEvent.objects.filter(event="audit.chain.verified").count() == 1


def test_verifying_a_broken_chain_names_the_first_bad_entry() -> None:
    write_several(3)
    run("audit_seal")
    bad = AuditSeal.objects.get(seq=2).event_id
    with unguarded():
        AuditEvent.objects.filter(pk=bad).update(actor_name="Nobody")
    said = refused()
    assert f"First bad entry: entry 2 (event {bad.hex}): changed" in said
    assert "Everything up to entry 1" in said
    assert json.loads(AuditEvent.objects.get(event="audit.chain.verified").detail)["found"] == "changed"


def test_heads_kept_elsewhere(tmp_path: Path) -> None:
    kept = tmp_path / "heads"
    write()
    run("audit_head", "--output", str(kept))
    write()
    run("audit_head", "--output", str(kept))
    assert [anchor.seq for anchor in read_anchors(kept)] == [1, 2]
    assert "agrees with 2 anchors, the latest at entry 2" in run(
        "audit_verify", "--anchor", str(kept), "--do-not-record"
    )
    with unguarded():
        AuditEvent.objects.filter(pk=AuditSeal.objects.get(seq=2).event_id).delete()
        AuditSeal.objects.filter(seq=2).delete()
        AuditHead.objects.update(seq=1, mac=AuditSeal.objects.get().mac)
    assert "whole" in run("audit_verify", "--do-not-record")
    assert "entry 2: truncated" in refused("--anchor", str(kept))


def test_the_head_is_printed_if_no_file_is_named() -> None:
    write()
    anchor = Anchor.parse(run("audit_head"))
    assert (anchor.seq, anchor.mac) == (1, bytes(AuditHead.objects.get().mac))


@pytest.mark.parametrize(
    "content", ["", "not json", '{"seq": 1}', '{"seq": 1, "mac": "00", "exported_at": "2027-03-14"}', "[]"]
)
def test_a_file_without_good_anchors_is_refused(content: str, tmp_path: Path) -> None:
    kept = tmp_path / "heads"
    kept.write_text(content)
    with pytest.raises(CommandError, match="anchor"):
        run("audit_verify", "--anchor", str(kept))


def test_files_that_cannot_be_opened_are_told(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be used"):
        run("audit_verify", "--anchor", str(tmp_path / "missing"))
    with pytest.raises(CommandError, match="could not be written"):
        run("audit_head", "--output", str(tmp_path))


def test_an_anchor_keeps_its_moment() -> None:
    assert Anchor.parse(Anchor(3, b"m" * 32, NOW).line()) == Anchor(3, b"m" * 32, NOW)


def test_a_chain_is_sealed_before_its_head_is_exported() -> None:
    write_several(4)
    run("audit_head")
    assert seal_everything() == 0
