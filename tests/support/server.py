"""Web servers for browser tests.

The desk runs in threads of the test's own process, so that a test sees what the server did. A program
that must be killed, or that has other settings (the public site), runs in a process of its own:

    python -m tests.support.server public sqlite:///path
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def serve_in_threads() -> Iterator[str]:
    """The desk on 127.0.0.1, a thread for each connection; gives its address."""
    server = _make_server()
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    yield _address(server)
    server.shutdown()
    server.server_close()


@dataclass
class ServerProcess:
    """A program in a process of its own."""

    url: str
    process: subprocess.Popen[str]

    def kill(self) -> None:
        """End it as a power cut would, without a chance to tidy up."""
        self.process.kill()
        self.process.wait(10)


@contextmanager
def serve_in_process(program: str, database_url: str) -> Iterator[ServerProcess]:
    """A program (desk, public) over this database, in its own process."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.support.server", program, database_url],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    url = process.stdout.readline().strip()
    if not url:
        process.kill()
        raise RuntimeError(f"the {program} program did not start; what it said is above")
    try:
        yield ServerProcess(url, process)
    finally:
        process.kill()
        process.wait(10)
        process.stdout.close()


def _make_server() -> Any:
    # Imported late, because main() chooses the settings first.
    from django.core.handlers.wsgi import WSGIHandler
    from django.core.servers.basehttp import ThreadedWSGIServer
    from django.test.testcases import QuietWSGIRequestHandler

    server = ThreadedWSGIServer(("127.0.0.1", 0), QuietWSGIRequestHandler, allow_reuse_address=False)
    server.set_app(WSGIHandler())
    return server


def _address(server: Any) -> str:
    return f"http://127.0.0.1:{server.server_address[1]}"


def main(program: str, database_url: str) -> None:
    """Serve until killed."""
    os.environ |= {"DJANGO_SETTINGS_MODULE": "roundel.config.settings.test", "ROUNDEL_PROGRAM": program}
    import django
    from django.conf import settings

    from roundel.config.environment import database
    from roundel.config.programs import PROGRAMS

    # The test settings would put an embedded database into memory, where the tests' process cannot see it.
    settings.DATABASES["default"].update(database(database_url))
    # As in use: the public program does not load what it does not need.
    settings.INSTALLED_APPS = list(PROGRAMS[program].apps)
    django.setup()
    server = _make_server()
    print(_address(server), flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
