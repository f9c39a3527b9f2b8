"""The points of OSP/DC, so that a score can be made anew from what it rests on."""

from __future__ import annotations

from dataclasses import dataclass

from roundel.evaluation.errors import BadInput

CONTACT_ADULT, CONTACT_CHILD, NON_CONTACT = (0, 5, 10, 15), (0, 3, 6, 9), (0, 2, 4, 6)
YOUNG, OLD, AGE_STEP, MOST_FOR_AGE = 18, 60, 3, 14


@dataclass(frozen=True)
class OspDcFacts:
    """Numbers of sanctions by kind, ages in years, and whether the current offence had a victim who was a stranger."""

    contact_adult: int
    contact_child: int
    non_contact: int
    age_at_start: float
    age_at_last_sexual_sanction: float
    sanctions_of_any_kind: int
    stranger: bool

    def __post_init__(self) -> None:
        if min(self.contact_adult, self.contact_child, self.non_contact, self.sanctions_of_any_kind) < 0:
            raise BadInput("a number of sanctions is not negative")
        if self.contact_adult + self.contact_child + self.non_contact == 0:
            raise BadInput("OSP/DC is for people with a sexual offence only")
        if self.age_at_last_sexual_sanction > self.age_at_start:
            raise BadInput("follow-up does not start before the last sexual sanction")


def osp_dc_score(facts: OspDcFacts) -> int:
    """The score, 0 to 64 (source: the norm table osp-dc)."""
    return (
        CONTACT_ADULT[min(3, facts.contact_adult)]
        + CONTACT_CHILD[min(3, facts.contact_child)]
        + NON_CONTACT[min(3, facts.non_contact)]
        + _age_points(facts.age_at_start)
        + _age_at_sanction_points(facts.age_at_last_sexual_sanction)
        + (6 if facts.sanctions_of_any_kind >= 2 else 0)
        + (4 if facts.stranger else 0)
    )


def _age_points(age: float) -> int:
    return 0 if age >= OLD else MOST_FOR_AGE - max(0, int((age - YOUNG) // AGE_STEP))


def _age_at_sanction_points(age: float) -> int:
    if age >= YOUNG:
        return 10
    return 5 if age >= YOUNG - 2 else 0
