"""Shifts: who is on, who signed up, who covers."""

from django.apps import AppConfig


class RotaConfig(AppConfig):
    name = "roundel.rota"
    label = "rota"

    def ready(self) -> None:
        """Make this app's visibility scope known."""
        from roundel.rota import rules  # noqa: F401 - registering is the purpose
