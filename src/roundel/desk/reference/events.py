"""Everything that may stand in the audit."""

from __future__ import annotations

from roundel.audit.enums import Nature
from roundel.audit.registry import all_events, all_kinds
from roundel.desk.reference.markdown import page, section, table

HEADINGS = {
    Nature.LOOK: "Looks: somebody saw something",
    Nature.CHANGE: "Changes: somebody changed something",
    Nature.SYSTEM: "The installation itself",
}


def document() -> str:
    """audit-events.md"""
    return page(
        "Audit events",
        "Each event says who, when, which record (kind, id, reference), why if a reason was given, and by what door. "
        "It never holds what the record says. `{thing}` stands for the kind of record and its reference.",
        *(section(heading, table(("event", "in words"), _rows(nature))) for nature, heading in HEADINGS.items()),
        section("Kinds of record", table(("kind", "called"), [(f"`{k}`", words) for k, words in all_kinds().items()])),
    )


def _rows(nature: Nature) -> list[tuple[str, str]]:
    return [(f"`{each.name}`", each.words) for each in all_events() if each.nature is nature]
