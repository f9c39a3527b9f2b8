"""Calls as the telephone system tells of them: counted, never identified."""

from django.apps import AppConfig


class CallsConfig(AppConfig):
    name = "roundel.calls"
    label = "calls"

    def ready(self) -> None:
        """Make this app's visibility scopes known."""
        from roundel.calls import rules  # noqa: F401 - registering is the purpose
