"""Call-backs: booked, made under the caller's own safety rules, and the number erased."""

from django.apps import AppConfig


class CallbacksConfig(AppConfig):
    name = "roundel.callbacks"
    label = "callbacks"

    def ready(self) -> None:
        """Make this app's visibility scopes known."""
        from roundel.callbacks import rules  # noqa: F401 - registering is the purpose
