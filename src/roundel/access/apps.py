"""Who may do what: users, roles, permissions, grants to single records."""

from django.apps import AppConfig
from django.conf import settings


class AccessConfig(AppConfig):
    name = "roundel.access"
    label = "access"

    def ready(self) -> None:
        """Listen to what the sign-in library tells; refuse to start with the demo's doors open elsewhere."""
        from roundel.access import demo
        from roundel.access.sign_in import signals  # noqa: F401

        if settings.ROUNDEL_DEMO:
            demo.check_allowed()
