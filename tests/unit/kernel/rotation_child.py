"""A program of its own over a database file, so that the test can kill it: ``fill N`` or ``rotate``."""

from __future__ import annotations

import base64
import os
import sys

import django
from django.conf import settings


def key(letter: str) -> str:
    return base64.b64encode(letter.encode() * 32).decode()


def configure() -> None:
    settings.configure(
        INSTALLED_APPS=["roundel.kernel"],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["CHILD_DATABASE"]}},
        USE_TZ=True,
        ROUNDEL_KEYS={
            "sealing": {"current": os.environ["CHILD_KEY"], "keys": {"old": key("o"), "new": key("n")}},
            "index": key("i"),
            "audit": key("a"),
            "pepper": key("p"),
        },
    )
    django.setup()


def main() -> None:
    configure()
    from django.core.management import call_command
    from django.db import connection, models

    from roundel.kernel.fields import SealedTextField
    from roundel.kernel.ids import new_id

    class Slip(models.Model):
        id = models.UUIDField(primary_key=True, default=new_id)
        words = SealedTextField()

        class Meta:
            app_label = "kernel"

    what = sys.argv[1]
    if what == "fill":
        with connection.schema_editor() as editor:
            editor.create_model(Slip)
        Slip.objects.bulk_create([Slip(words=f"slip {n}") for n in range(int(sys.argv[2]))])
    elif what == "read":
        print(sorted(slip.words for slip in Slip.objects.all()) == sorted(f"slip {n}" for n in range(int(sys.argv[2]))))
    else:
        call_command("rotate_keys", batch=5)


if __name__ == "__main__":
    main()
