"""`python -m benchmarks [name ...]`, called by `./run bench`. Without a name: all of them."""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path

DATA = Path("var/bench")


@contextlib.contextmanager
def _django(url: str, folder: str) -> Iterator[None]:
    """Django over this database. One database for each process: settings are read once."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
        "ROUNDEL_DATA": str((DATA / folder).resolve()),
        "ROUNDEL_DATABASE_URL": url,
    }
    import django

    django.setup()
    yield


def desk_sqlite(contacts: int) -> None:
    """The desk over the embedded database; the filled file is kept for the next run."""
    (DATA / "sqlite").mkdir(parents=True, exist_ok=True)
    with _django(f"sqlite://{(DATA / 'sqlite' / f'{contacts}.sqlite3').resolve()}", "sqlite"):
        _desk("SQLite", contacts)


def desk_postgres(contacts: int) -> None:
    """The desk over PostgreSQL: the server that DATABASE_URL names, or one for this run, durable as in use."""
    from tools import embedded_postgres

    named = os.environ.get("DATABASE_URL", "")
    server = contextlib.nullcontext(named) if named else embedded_postgres.server(durable=True)
    with server as url, _django(url, "postgres"):
        _desk("PostgreSQL", contacts)


def _desk(database: str, contacts: int) -> None:
    from benchmarks import desk, report

    print(f"The desk with {contacts:,} contacts on {database}", flush=True)
    report.keep(f"The desk on {database}", report.desk(desk.run(database, contacts)))


def audit(contacts: int) -> None:
    """What sealing the audit costs inside each request and right after it."""
    from benchmarks import audit_seal, report

    sys.argv = sys.argv[:1]
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        audit_seal.main()
    print(said.getvalue())
    report.keep("Sealing the audit inside each request, and right after it", f"```\n{said.getvalue()}```")


BENCHMARKS = {"desk-sqlite": desk_sqlite, "desk-postgres": desk_postgres, "audit": audit}


def main() -> None:
    """Run what was asked for, each in a process of its own."""
    parser = argparse.ArgumentParser("./run bench")
    parser.add_argument("names", nargs="*", choices=[[], *BENCHMARKS], help=", ".join(BENCHMARKS))
    parser.add_argument("--contacts", type=int, default=1_000_000)
    chosen = parser.parse_args()
    for name in chosen.names or BENCHMARKS:
        child = os.fork()
        if not child:
            BENCHMARKS[name](chosen.contacts)
            os._exit(0)
        if os.waitpid(child, 0)[1]:
            raise SystemExit(f"{name} failed")


if __name__ == "__main__":
    main()
