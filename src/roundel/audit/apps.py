"""The audit as a Django app; it gathers the events that each app declares in ``audit_events.py``."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AuditConfig(AppConfig):
    name = "roundel.audit"
    label = "audit"
    verbose_name = "Audit"

    def ready(self) -> None:
        """Let every installed app register its events and kinds of record; hear of rotations of keys."""
        from roundel.audit.rotations import Rotations
        from roundel.kernel.fields.rotation import register_listener

        autodiscover_modules("audit_events")
        register_listener(Rotations())
