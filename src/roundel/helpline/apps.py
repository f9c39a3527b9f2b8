"""The helpline: anonymous contacts, protective actions, and the figures that come from them."""

from django.apps import AppConfig


class HelplineConfig(AppConfig):
    name = "roundel.helpline"
    label = "helpline"

    def ready(self) -> None:
        """Make this app's scope known, its contacts to call-backs and decisions as well; check the contact forms."""
        from roundel.helpline import call_backs, contact_form, rules  # noqa: F401 - registering is the purpose
        from roundel.helpline.queries.source import SOURCE
        from roundel.safeguarding import sources

        sources.register(SOURCE)
        contact_form.check_all()
