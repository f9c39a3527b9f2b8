"""Calls as the telephone system tells of them: counted, never identified."""

from django.apps import AppConfig


class CallsConfig(AppConfig):
    name = "roundel.calls"
    label = "calls"
