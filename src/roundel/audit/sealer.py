"""The thread that seals events right after the request that wrote them has committed.

Sealing inside each request would make all requests queue for the head of the chain; so a request only
wakes this thread, which seals what has gathered. A server process says ``enable()`` once; tests and
management commands do not, and seal by hand or leave it to the worker.
"""

from __future__ import annotations

import logging
import os
import threading
import time

from django.db import connection

log = logging.getLogger("roundel.audit")
GATHER_SECONDS = 0.1
IDLE_SECONDS = 30.0
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0

_enabled = False
_pid = 0
_starting = threading.Lock()
_awake = threading.Event()


def enable() -> None:
    """Let this process seal in the background. The thread begins with the first event, after any fork."""
    global _enabled
    _enabled = True


def disable() -> None:
    """Stop: the thread ends at its next waking, which is now."""
    global _enabled, _pid
    _enabled, _pid = False, 0
    _awake.set()


def wake() -> None:
    """There is something to seal. Cheap; called after each commit that wrote an event."""
    if not _enabled:
        return
    if _pid != os.getpid():
        _start()
    _awake.set()


def running() -> bool:
    """Whether this process seals in the background already."""
    return _pid == os.getpid()


def _start() -> None:
    global _pid, _awake
    with _starting:
        if _pid == os.getpid():
            return
        _awake = threading.Event()
        threading.Thread(target=_run, name="audit-sealer", daemon=True).start()
        _pid = os.getpid()


def _run() -> None:
    """Seal until disabled. An error is logged without its content and tried again, later each time."""
    pause = FIRST_PAUSE
    while _enabled:
        _awake.wait(IDLE_SECONDS)
        _awake.clear()
        time.sleep(GATHER_SECONDS)
        if not _enabled or seal_once():
            pause = FIRST_PAUSE
        else:
            time.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
            _awake.set()


def seal_once() -> bool:
    """Seal everything that waits; False, and a line in the log, if it could not be done."""
    from roundel.audit.sealing import anything_pending, seal_everything

    try:
        if anything_pending():
            seal_everything()
    except Exception as error:  # noqa: BLE001 - the thread must survive whatever happens to the database
        log.warning("sealing the audit failed and will be tried again: %s", type(error).__name__)
        connection.close()
        return False
    return True


def _after_fork() -> None:
    """A child process has neither its parent's thread nor a usable lock that was held at the fork."""
    global _starting
    _starting = threading.Lock()


os.register_at_fork(after_in_child=_after_fork)
