"""Before a production server starts: is everything there that it needs? Runs inside the environment.

The settings must be whole and the database the one these sources expect. The static files are collected when those
of the sources have changed.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import DatabaseError

OLD_DATABASE = "The database is older than these sources. Bring it up to date first: ./run manage migrate"


def main() -> str | None:
    """What keeps the server from starting, in words; nothing if all is well."""
    try:
        django.setup()
        call_command("check", deploy=True, fail_level="ERROR", databases=["default"], verbosity=0)
        call_command("migrate", check_unapplied=True, verbosity=0)
    except (ImproperlyConfigured, CommandError) as error:
        return str(error)
    except DatabaseError as error:
        return f"The database does not answer: {error}"
    except SystemExit:  # how migrate --check says so
        return OLD_DATABASE
    try:
        collect_static_files()
    except OSError as error:
        return (
            f"The static files cannot be collected in {settings.STATIC_ROOT}: {error}. ROUNDEL_STATIC names the folder."
        )
    return None


def collect_static_files() -> None:
    """Bring the folder from which static files are served up to these sources."""
    stamp = Path(str(settings.STATIC_ROOT)) / ".collected"
    wanted = _fingerprint_of_static_files()
    if stamp.exists() and stamp.read_text(encoding="ascii") == wanted:
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(wanted, encoding="ascii")


def _fingerprint_of_static_files() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            digest.update(f"{name} {hashlib.sha256(Path(storage.path(name)).read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


if __name__ == "__main__":
    sys.exit(main())
