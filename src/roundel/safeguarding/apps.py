"""Threshold decisions, concerns and disclosures: where somebody may be at risk, until it is closed."""

from django.apps import AppConfig


class SafeguardingConfig(AppConfig):
    name = "roundel.safeguarding"
    label = "safeguarding"

    def ready(self) -> None:
        """Make this app's visibility scopes known."""
        from roundel.safeguarding import rules  # noqa: F401 - registering is the purpose
