"""The practice desk: scripted callers, apart from real records and figures."""

from django.apps import AppConfig


class PracticeConfig(AppConfig):
    name = "roundel.practice"
    label = "practice"
