"""What somebody is in the middle of typing, kept on the server so that nothing is lost."""

from django.apps import AppConfig


class DraftsConfig(AppConfig):
    name = "roundel.drafts"
    label = "drafts"
