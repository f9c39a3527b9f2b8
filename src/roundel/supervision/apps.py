"""Quality reviews, the comment loop, and care of staff."""

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "roundel.supervision"
    label = "supervision"
