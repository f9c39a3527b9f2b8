"""Shifts, places on them, and cover. Whoever asks takes the duty of the example, if he takes any."""

from __future__ import annotations

import datetime as dt

from roundel.access.grants import Asker
from roundel.kernel import clock
from roundel.rota import actions
from roundel.rota.enums import Duty
from roundel.rota.models import Shift
from tests.factories import shifts, users
from tests.walk.examples.base import Example, Examples

DUTY = {"supervisor": Duty.SUPERVISOR, "safeguarding_lead": Duty.LEAD}


def _duty(asker: Asker) -> Duty:
    return next((DUTY[role] for role in sorted(asker.roles) if role in DUTY), Duty.LINE)


def _who(asker: Asker) -> Asker:
    """Whoever asks, if he signs up for shifts; otherwise a practitioner."""
    return asker if asker.may("rota.sign_up") else users.make_asker("practitioner")


def _of(shift: Shift, **more: object) -> Example:
    return Example({"shift_id": shift.pk, **more})


def _made(asker: Asker) -> Example:
    return _of(shifts.made(duty=_duty(asker)))


def _mine(asker: Asker) -> Example:
    shift = shifts.made(duty=_duty(asker))
    shifts.signed(shift, by=_who(asker))
    return _of(shift)


def _somebodys(asker: Asker) -> Example:
    shift = shifts.made(duty=_duty(asker))
    return _of(shift, signing_id=shifts.signed(shift).pk)


def _cover_of_mine(asker: Asker) -> Example:
    shift = shifts.made(duty=_duty(asker))
    shifts.cover_asked(shift, by=_who(asker))
    return _of(shift)


def _cover_of_another(asker: Asker) -> Example:
    duty = _duty(asker)
    shift = shifts.made(duty=duty)
    return _of(shift, cover_id=shifts.cover_asked(shift, by=users.make_asker(shifts.ROLE[duty])).pk)


def _on_now(asker: Asker) -> Example:
    shift = shifts.going_on(duty=_duty(asker))
    shifts.signed(shift, by=_who(asker))
    return _of(shift)


def _on_a_break(asker: Asker) -> Example:
    who = _who(asker)
    shift = shifts.going_on(duty=_duty(asker))
    place = shifts.signed(shift, by=who)
    actions.begin_break(by=who, at=clock.now() - dt.timedelta(minutes=5), shift=shift, place=place)
    return _of(shift)


EXAMPLES: Examples = {
    "rota:week_of": lambda asker: Example({"year": 2027, "number": 11}),
    "rota:shift": _made,
    "rota:change_shift": _made,
    "rota:cancel_shift": _made,
    "rota:sign_up": _made,
    "rota:step_down": _mine,
    "rota:put_on": _made,
    "rota:take_off": _somebodys,
    "rota:ask_cover": _mine,
    "rota:withdraw_cover": _cover_of_mine,
    "rota:take_cover": _cover_of_another,
    "rota:begin_break": _on_now,
    "rota:end_break": _on_a_break,
}
