"""The design system: templates, macros, styles and scripts. It has no models."""

from django.apps import AppConfig


class DesignConfig(AppConfig):
    """Registered so that Django finds the templates and static files."""

    name = "roundel.design"
    label = "design"

    def ready(self) -> None:
        """Register the check on the organisation's colour."""
        from roundel.design import checks  # noqa: F401  (importing registers it)
