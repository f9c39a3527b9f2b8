"""The desk program for a WSGI server."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "roundel.config.settings.prod")
os.environ["ROUNDEL_PROGRAM"] = "desk"

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

from roundel.audit import sealer  # noqa: E402 - needs the apps to be loaded

sealer.enable()
