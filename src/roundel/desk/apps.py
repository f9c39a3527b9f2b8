"""The desk: the shell in which staff work. It has no models."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "roundel.desk"
    label = "desk"
