"""Who may do what: users, roles, permissions, grants to single records."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "roundel.access"
    label = "access"
