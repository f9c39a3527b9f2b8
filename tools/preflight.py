"""Before a production server starts: is everything there that it needs? Runs inside the environment.

The settings must be whole, the database the one these sources expect, and the static files collected.
"""

from __future__ import annotations

import sys

import django
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import DatabaseError

OLD_DATABASE = "The database is older than these sources. Bring it up to date first: ./run manage migrate"
OLD_STATIC = "The static files of these sources are not collected. First: ./run manage collectstatic --noinput"


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
    return None if static_files_are_collected() else OLD_STATIC


def static_files_are_collected() -> bool:
    """Whether the list of collected files names every file that the sources have."""
    if not isinstance(staticfiles_storage, ManifestFilesMixin):
        return True
    collected = staticfiles_storage.hashed_files.keys()
    return all(name in collected for finder in get_finders() for name, _ in finder.list([]))


if __name__ == "__main__":
    sys.exit(main())
