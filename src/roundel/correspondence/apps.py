"""Anonymous callers: the codes by which they are recognised, and nothing about who they are."""

from django.apps import AppConfig


class CorrespondenceConfig(AppConfig):
    name = "roundel.correspondence"
    label = "correspondence"
