"""The demo's settings over a database of a million contacts, with two more addresses to compare with."""

from roundel.config.settings import base
from roundel.config.settings.dev import *  # noqa: F403

MIDDLEWARE = ["benchmarks.counting.counted", *base.MIDDLEWARE]
ROOT_URLCONF = "benchmarks.urls"
# The load comes from one computer: it is not told from an attack by its speed, and needs no mail.
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
# As in production, not as in the demo.
ROUNDEL_DEMO = False
ROUNDEL_CODE_COST = base.ROUNDEL_CODE_COST
