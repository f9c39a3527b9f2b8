"""The public site: information, and how to reach the helpline. It has no models and knows no case."""

from django.apps import AppConfig


class PublicSiteConfig(AppConfig):
    name = "roundel.public_site"
    label = "public_site"
