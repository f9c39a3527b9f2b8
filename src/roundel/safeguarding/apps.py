"""Threshold decisions, concerns and disclosures: where somebody may be at risk, until it is closed."""

from django.apps import AppConfig


class SafeguardingConfig(AppConfig):
    name = "roundel.safeguarding"
    label = "safeguarding"
