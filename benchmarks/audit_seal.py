"""Sealing the audit inside each request, or right after: what each costs. `python -m benchmarks.audit_seal`.

Eight clients each commit transactions that write one audit event, as a page does that shows a record, and
pause between them (a page is more than its audit):
without any seal, with the seal made in the same transaction (all queue for the head of the chain), and
with the seal made by the background thread right after. Also how long an event waits for its seal, and
how fast the chain is verified. Uses the database of ROUNDEL_DATABASE_URL, or an embedded one in a new folder.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import threading
import time
import uuid
from collections.abc import Callable

CLIENTS = 8
SECONDS = 10.0
PAUSE = 0.05


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--clients", type=int, default=CLIENTS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="roundel-bench-") as folder:
        _set_up(folder)
        measure(options.clients, options.seconds)


def _set_up(folder: str) -> None:
    os.environ.setdefault("ROUNDEL_DATA", folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "roundel.config.settings.dev")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, skip_checks=True)


def measure(clients: int, seconds: float) -> None:
    """The three ways, then the wait, then the verification; as a table in Markdown."""
    from django.db import connection

    from roundel.audit import sealer
    from roundel.audit.sealing import seal_everything, seal_pending
    from roundel.audit.verification import verify
    from roundel.kernel import clock

    print(f"{connection.vendor}, {clients} clients, {seconds:g} seconds each\n")
    print("| seal | events/s | p50 ms | p95 ms | p99 ms |\n|---|---:|---:|---:|---:|")
    print(_line("none", *_load(clients, seconds, lambda: None)))
    seal_everything()
    print(_line("inside the request", *_load(clients, seconds, lambda: _all_pending(seal_pending))))
    sealer.enable()
    print(_line("right after, by the thread", *_load(clients, seconds, lambda: None)))
    waits = sorted(_wait_for_seal() for _ in range(30))
    sealer.disable()
    _fill()
    seal_everything()
    began = time.perf_counter()
    report = verify(at=clock.now())
    rate = report.checked / (time.perf_counter() - began)
    print(
        f"\nA lone event waits {statistics.median(waits) * 1000:.0f} ms for its seal, "
        f"at most {waits[-1] * 1000:.0f} ms."
    )
    print(f"Verified {report.checked:,} entries at {rate:,.0f} a second; problem: {report.problem}.")


def _all_pending(seal: Callable[[], int]) -> None:
    while seal():
        pass


def _load(clients: int, seconds: float, inside: Callable[[], None]) -> tuple[float, list[float]]:
    """Events per second and the sorted times of all transactions."""
    times: list[float] = []
    stop = time.perf_counter() + seconds
    began = time.perf_counter()
    threads = [threading.Thread(target=_client, args=(stop, inside, times)) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(times) / (time.perf_counter() - began), sorted(times)


def _client(stop: float, inside: Callable[[], None], times: list[float]) -> None:
    from django.db import connection, transaction

    while time.perf_counter() < stop:
        began = time.perf_counter()
        with transaction.atomic():
            _record()
            inside()
        times.append(time.perf_counter() - began)
        time.sleep(PAUSE)
    connection.close()


def _record() -> None:
    from roundel.access.grants import system
    from roundel.audit.actions import record
    from roundel.kernel import clock
    from roundel.kernel.ids import new_id

    who = system("benchmark")
    record(by=who, at=clock.now(), event="audit.record.viewed", kind="audit.page", object_id=new_id(), detail={"n": 1})


def _fill() -> None:
    """Enough events for the speed of the verification to mean something."""
    from django.db import transaction

    with transaction.atomic():
        for _ in range(20_000):
            _record()


def _wait_for_seal() -> float:
    """Seconds from the commit of one event to its seal."""
    from django.db import transaction

    from roundel.audit.models import AuditEvent, AuditSeal

    with transaction.atomic():
        _record()
    began = time.perf_counter()
    event: uuid.UUID = AuditEvent.objects.order_by("-happened_at", "-id").values_list("pk", flat=True)[0]
    while not AuditSeal.objects.filter(event_id=event).exists():
        time.sleep(0.002)
    return time.perf_counter() - began


def _line(name: str, rate: float, times: list[float]) -> str:
    at = [times[min(len(times) - 1, int(len(times) * share))] * 1000 for share in (0.5, 0.95, 0.99)]
    return f"| {name} | {rate:,.0f} | " + " | ".join(f"{value:.1f}" for value in at) + " |"


if __name__ == "__main__":
    main()
