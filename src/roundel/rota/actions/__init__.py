"""Every change of the rota."""

from roundel.rota.actions.breaks import begin_break, end_break
from roundel.rota.actions.cover import ask_cover, take_cover, withdraw_cover
from roundel.rota.actions.planning import cancel_shift, change_shift, make_pattern, make_shift
from roundel.rota.actions.signing import put_on, sign_up, step_down, take_off

__all__ = [
    "ask_cover",
    "begin_break",
    "cancel_shift",
    "change_shift",
    "end_break",
    "make_pattern",
    "make_shift",
    "put_on",
    "sign_up",
    "step_down",
    "take_cover",
    "take_off",
    "withdraw_cover",
]
