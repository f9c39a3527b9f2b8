"""``demo_prepare``: the embedded database, the sign-ins and the sample data of ``./run demo``."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from roundel.access import demo as people
from roundel.access.roles import ROLES
from roundel.desk import demo
from roundel.helpline import demo as helpline
from roundel.kernel import clock

# The sample year needs people who were there before it began.
BEFORE = dt.timedelta(days=400)


class Command(BaseCommand):
    """Prepare the demo once; later starts keep what is there."""

    requires_system_checks = ()  # half a second of each start; ./run check makes them
    help = "Prepare the demo's database and sample data, and print the sign-ins."

    def add_arguments(self, parser: CommandParser) -> None:
        """Offer to start over."""
        parser.add_argument("--reset", action="store_true", help="throw the demo's data away and start over")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what is missing, and say where one signs in."""
        if not settings.ROUNDEL_DEMO:
            raise CommandError("This is not the demo: sample data are never put into a real installation.")
        if options["reset"]:
            self._forget()
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Preparing the database …")
            call_command("migrate", verbosity=0)
        signins = self._people()
        if not helpline.is_loaded():
            helpline.load(at=clock.now(), say=self.stdout.write)
            demo.load(at=clock.now(), say=self.stdout.write)
        self._print(signins)

    def _forget(self) -> None:
        """Remove the demo's database and sign-ins; its keys stay."""
        connection.close()
        for path in (Path(connection.settings_dict["NAME"]), self._file()):
            path.unlink(missing_ok=True)
            for beside in ("-journal", "-wal", "-shm"):
                Path(f"{path}{beside}").unlink(missing_ok=True)

    def _people(self) -> dict[str, Any]:
        if self._file().exists():
            kept: dict[str, Any] = json.loads(self._file().read_text(encoding="utf-8"))
            return kept
        password = people.new_password()
        made = people.make_demo_users(clock.now() - BEFORE, password=password)
        signins = {
            "password": password,
            "people": [[f"{ROLES[person.role].name} ({person.name})", person.email] for person in made],
        }
        self._file().write_text(json.dumps(signins, indent=1), encoding="utf-8")
        self._file().chmod(0o600)
        return signins

    def _file(self) -> Path:
        folder: Path = settings.ROUNDEL_DATA
        return folder / "signins.json"

    def _print(self, signins: dict[str, Any]) -> None:
        self.stdout.write("\nSign in as:")
        for name, email in signins["people"]:
            self.stdout.write(f"  {name:<34} {email}")
        self.stdout.write(f"  password for each of them: {signins['password']}")
        self.stdout.write("  The page that asks for the six-digit code shows it, in the demo only.")
