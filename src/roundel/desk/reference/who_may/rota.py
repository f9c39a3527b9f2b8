"""The rota, and the board for the room."""

from __future__ import annotations

from collections.abc import Mapping

from roundel.desk.reference.who_may.doors import BOTH, SEE_CONTACTS, TAKES, Address, only

# Those who work by the rota are those who see contacts: they sign up, each for the duties of their role.
BOARD = (*SEE_CONTACTS, "room_screen")
ADDRESSES: Mapping[str, Address] = {
    "rota:week": only(*SEE_CONTACTS),
    "rota:week_of": only(*SEE_CONTACTS),
    "rota:mine": only(*SEE_CONTACTS),
    "rota:calendar": only(*SEE_CONTACTS),
    "rota:new_shift": only("supervisor", does=BOTH),
    "rota:pattern": only("supervisor"),
    "rota:pattern_check": only("supervisor", does=BOTH),
    "rota:shift": only(*SEE_CONTACTS),
    "rota:change_shift": only("supervisor", does=BOTH),
    "rota:cancel_shift": only("supervisor", does=BOTH),
    "rota:sign_up": only(*SEE_CONTACTS, does=TAKES),
    "rota:step_down": only(*SEE_CONTACTS, does=TAKES),
    "rota:put_on": only("supervisor", does=BOTH),
    "rota:take_off": only("supervisor", does=BOTH),
    "rota:ask_cover": only(*SEE_CONTACTS, does=BOTH),
    "rota:withdraw_cover": only(*SEE_CONTACTS, does=TAKES),
    "rota:take_cover": only(*SEE_CONTACTS, does=TAKES),
    "rota:begin_break": only(*SEE_CONTACTS, does=TAKES),
    "rota:end_break": only(*SEE_CONTACTS, does=TAKES),
    "desk:board": only(*BOARD),
    "desk:board_again": only(*BOARD),
    "desk:board_part": only(*BOARD),
}
