"""Shifts: who is on, who signed up, who covers."""

from django.apps import AppConfig


class RotaConfig(AppConfig):
    name = "roundel.rota"
    label = "rota"
