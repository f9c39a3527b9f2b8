"""The public program for a WSGI server."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "roundel.config.settings.prod")
os.environ["ROUNDEL_PROGRAM"] = "public"

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
