"""Parsing what a browser sends while somebody types."""

from __future__ import annotations

import json
from dataclasses import dataclass

from roundel.kernel.errors import InvalidInput

NOT_A_DRAFT = InvalidInput("draft", "This is not a draft.")


@dataclass(frozen=True)
class Typed:
    """The fields of a form as typed so far, and the version of the record they began from."""

    fields: dict[str, list[str]]
    base_version: int


def parse(body: bytes) -> Typed:
    """Read ``{"fields": {name: [values]}, "version": n}``; InvalidInput for anything else."""
    try:
        data = json.loads(body)
        fields = {
            str(name): [str(value) for value in (values if isinstance(values, list) else [values])]
            for name, values in data["fields"].items()
        }
        return Typed(fields=fields, base_version=int(data.get("version") or 0))
    except (ValueError, TypeError, KeyError, AttributeError):
        raise NOT_A_DRAFT from None
