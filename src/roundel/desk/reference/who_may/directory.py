"""The addresses of the app directory."""

from __future__ import annotations

from collections.abc import Mapping

from roundel.desk.reference.who_may.doors import BOTH, TAKES, Address, only

USE = ("practitioner", "supervisor", "safeguarding_lead", "coordinator", "trainee")
CHECK = ("practitioner", "supervisor", "safeguarding_lead", "coordinator")
KEEP = ("supervisor", "coordinator")

ADDRESSES: Mapping[str, Address] = {
    "directory:list": only(*USE),
    "directory:service": only(*USE),
    "directory:agency": only(*USE),
    "directory:check": only(*CHECK, does=TAKES),
    "directory:add": only(*KEEP, does=BOTH),
    "directory:edit": only(*KEEP, does=BOTH),
    "directory:forget": only(*KEEP, does=TAKES),
    "directory:agency_edit": only(*KEEP, does=BOTH),
    "directory:retire": only(*KEEP, does=BOTH),
    "directory:bring_back": only(*KEEP, does=BOTH),
    "directory:export": only(*KEEP, does=TAKES),
    "directory:import": only(*KEEP, does=BOTH),
    "directory:import_plan": only(*KEEP, does=BOTH),
    "directory:import_drop": only(*KEEP, does=TAKES),
}
