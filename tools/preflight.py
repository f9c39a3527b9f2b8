"""Before the production servers start: are the settings whole, and is the database the one these sources expect?"""

import sys

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import DatabaseError

if __name__ == "__main__":
    try:
        django.setup()
        call_command("check", deploy=True, fail_level="ERROR", databases=["default"], verbosity=0)
        call_command("migrate", check_unapplied=True, verbosity=0)
    except (ImproperlyConfigured, CommandError) as error:
        sys.exit(str(error))
    except DatabaseError as error:
        sys.exit(f"The database does not answer: {error}")
    except SystemExit:
        sys.exit("The database is older than these sources. Bring it up to date first: ./run manage migrate")
