"""Who may do what: users, roles, permissions, grants to single records."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "roundel.access"
    label = "access"

    def ready(self) -> None:
        """Make the audit events of this app known."""
        from roundel.access import events  # noqa: F401, PLC0415 - registering is the import's purpose
