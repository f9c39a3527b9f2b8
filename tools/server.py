"""One program's server, inside the environment: granian, with the application imported before it makes its workers.

The workers then share what was imported: they start at once and need less memory. A program that cannot be imported
ends here, in words, instead of in workers that are made again and again.
"""

from __future__ import annotations

import multiprocessing
import os
import runpy
import sys
from importlib import import_module


def import_application() -> None:
    """Import all that a worker needs, without opening anything that two processes must not share."""
    import django
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.db import connections

    try:
        django.setup()
    except ImproperlyConfigured as error:
        sys.exit(str(error))
    import_module(settings.ROOT_URLCONF)
    connections.close_all()


if __name__ == "__main__":
    # The name of the application ends in the name of the program: roundel.config.wsgi_desk:application
    os.environ["ROUNDEL_PROGRAM"] = sys.argv[-1].partition(":")[0].rpartition("_")[2]
    if multiprocessing.get_start_method() == "fork":
        import_application()
    runpy.run_module("granian", run_name="__main__")
