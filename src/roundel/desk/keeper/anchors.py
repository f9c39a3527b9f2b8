"""The anchor beside a backup: the head of the audit chain, and fingerprints of the keys that no value can prove.

Sealed values prove their keys by opening, and the audit chain proves its own. A wrong key of the blind
indexes would only show in names that are not found, a wrong pepper in callers who are not recognised.
"""

from __future__ import annotations

import json
from pathlib import Path

from roundel.audit.anchors import Anchor
from roundel.desk.keeper.files import onto_disk
from roundel.kernel.crypto import keyring


def write(path: Path, anchor: Anchor) -> None:
    """One line, which audit_verify and restore_check read, into a file that has been reserved."""
    line = json.dumps(json.loads(anchor.line()) | {"keys": keyring().fingerprints()})
    path.write_text(line + "\n", encoding="utf-8")
    onto_disk(path)


def foreign_keys(path: Path) -> list[str]:
    """The names of the keys that are others than those the anchors in this file were written with."""
    present = keyring().fingerprints()
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return sorted({
        name
        for line in lines
        for name, fingerprint in line.get("keys", {}).items()
        if name in present and present[name] != fingerprint
    })  # fmt: skip
