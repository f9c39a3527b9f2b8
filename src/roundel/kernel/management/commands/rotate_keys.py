"""``manage rotate_keys``: seal everything anew under the current keys."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from roundel.kernel.fields.rotation import (
    BATCH,
    Place,
    Progress,
    places,
    remaining,
    rotate,
    tell_began,
    tell_ended,
)

EVERY_SECONDS = 2.0


class Command(BaseCommand):
    help = (
        "Seals everything anew under the current keys, while people work. First add the new key to the key file, "
        "name it as current, keep the old one, and restart every program. May be stopped and started again. "
        "When --check finds nothing under the old key, and no backup that needs it is kept, remove it from the file."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="only say how many values are under which key")
        parser.add_argument("--batch", type=int, default=BATCH, help=f"values in one transaction (usually {BATCH})")

    def handle(self, *args: Any, check: bool = False, batch: int = BATCH, **options: Any) -> None:
        if batch < 1:
            raise CommandError("--batch must be at least 1.")
        if not check:
            self._rotate_everything(batch)
        self._report()

    def _rotate_everything(self, batch: int) -> None:
        """Rotate place after place; whoever listens is told before and after, unless there is nothing to do."""
        stale = sum(remaining(place) for place in places())
        if not stale:
            return
        tell_began(stale)
        resealed = sum(self._rotate(place, batch) for place in places())
        tell_ended(resealed, sum(remaining(place) for place in places()))

    def _rotate(self, place: Place, batch: int) -> int:
        teller = _Teller(self)
        for progress in rotate(place, size=batch):
            teller.tell(progress)
        teller.finish(progress)
        return progress.done

    def _report(self) -> None:
        """Say what is under which key; an error if anything is left under another than the current."""
        left = 0
        for place in places():
            left += remaining(place)
            for key, number in sorted(place.counts().items()):
                current = " (current)" if key == place.current else ""
                self.stdout.write(f"{place.label}: {number:,} under {key}{current}")
        if left:
            raise CommandError(f"{left:,} values are not under the current key. Run rotate_keys.")
        self.stdout.write("Everything is under the current keys.")


class _Teller:
    """Tells the progress of one place: on one line of a terminal, now and then elsewhere."""

    def __init__(self, command: BaseCommand) -> None:
        self.out = command.stdout
        self.is_terminal = command.stdout.isatty()
        self.began = self.told = time.monotonic()

    def tell(self, progress: Progress) -> None:
        """One line with the share done and the time left, if the last is long enough ago."""
        now = time.monotonic()
        if progress.total and now - self.told >= (0.2 if self.is_terminal else EVERY_SECONDS):
            self.told = now
            self._line(f"{_share(progress)}, {_left(progress, now - self.began)}", last=False)

    def finish(self, progress: Progress) -> None:
        """The last line of a place that had anything to do, and the rows that do not open."""
        if progress.done:
            self._line(f"{_share(progress)}, {_duration(time.monotonic() - self.began)}", last=True)
        for row in sorted(progress.failed):
            self.out.write(f"{progress.label}: row {row} does not open and is left as it is")

    def _line(self, text: str, *, last: bool) -> None:
        if self.is_terminal:
            self.out.write(f"\r{text:<78}", ending="\n" if last else "")
        else:
            self.out.write(text)
        self.out.flush()


def _share(progress: Progress) -> str:
    total = max(progress.total, progress.done)
    return f"{progress.label}: {progress.done:,} of {total:,} ({100 * progress.done // max(total, 1)} %)"


def _left(progress: Progress, seconds: float) -> str:
    if not progress.done:
        return "beginning"
    return f"about {_duration(seconds / progress.done * (progress.total - progress.done))} left"


def _duration(seconds: float) -> str:
    whole = max(0, round(seconds))
    if whole < 120:
        return f"{whole} s"
    return f"{whole // 60} min" if whole < 7200 else f"{whole // 3600} h {whole % 3600 // 60} min"
