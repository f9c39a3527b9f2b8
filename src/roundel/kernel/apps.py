"""The kernel as a Django app: no models, no views; it holds management commands and fields."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "roundel.kernel"
    label = "kernel"
