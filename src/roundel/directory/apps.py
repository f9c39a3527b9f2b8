"""Agencies and services, with who they serve and when that was last checked."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "roundel.directory"
    label = "directory"
