"""The practice desk: scripted callers, apart from real records and figures."""

from django.apps import AppConfig


class PracticeConfig(AppConfig):
    name = "roundel.practice"
    label = "practice"

    def ready(self) -> None:
        """Make this app's visibility scope known, and check the scripts."""
        from roundel.practice import rules, script_checks  # noqa: F401 - registering is the purpose

        script_checks.check_all()
