"""Agencies and services, with who they serve and when that was last checked."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "roundel.directory"
    label = "directory"

    def ready(self) -> None:
        """Make this app's visibility scope known, and check the taxonomy."""
        from roundel.directory import rules, taxonomy  # noqa: F401 - registering is the purpose

        taxonomy.check_all()
