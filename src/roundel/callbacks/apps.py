"""Call-backs: booked, made under the caller's own safety rules, and the number erased."""

from django.apps import AppConfig


class CallbacksConfig(AppConfig):
    name = "roundel.callbacks"
    label = "callbacks"
