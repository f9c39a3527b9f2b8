"""Quality reviews, the comment loop, and care of staff."""

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "roundel.supervision"
    label = "supervision"

    def ready(self) -> None:
        """Make this app's visibility scopes known, and check the review forms."""
        from roundel.supervision import review_form, rules  # noqa: F401 - registering is the purpose

        review_form.check_all()
