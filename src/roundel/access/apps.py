"""Who may do what: users, roles, permissions, grants to single records."""

from django.apps import AppConfig
from django.conf import settings


class AccessConfig(AppConfig):
    name = "roundel.access"
    label = "access"

    def ready(self) -> None:
        """Listen to the sign-in library, have its secrets rotated; never start with the demo's doors open."""
        from roundel.access import demo
        from roundel.access.sign_in import signals  # noqa: F401
        from roundel.access.sign_in.resealing import SecondFactors
        from roundel.kernel.fields.rotation import register_place

        register_place(SecondFactors())

        if settings.ROUNDEL_DEMO:
            demo.check_allowed()
