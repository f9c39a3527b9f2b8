"""No test reaches another machine: a connection to anything but this one is an error."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

HERE = frozenset({"127.0.0.1", "::1", "localhost"})


class NetworkUsedError(Exception):
    """A test tried to talk to another machine."""


def check_address(family: int, address: Any) -> None:
    """Raise NetworkUsedError unless the address is this machine's own."""
    if family == socket.AF_UNIX or (isinstance(address, tuple) and address and address[0] in HERE):
        return
    raise NetworkUsedError(f"a test tried to reach {address!r}; tests talk to 127.0.0.1 and unix sockets only")


@contextmanager
def closed_network() -> Iterator[None]:
    """Let sockets connect to this machine only, inside the block."""
    connect, connect_ex, look_up = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:
        check_address(self.family, address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        check_address(self.family, address)
        return connect_ex(self, address)

    def guarded_look_up(host: Any, *rest: Any, **more: Any) -> Any:
        if host not in (None, ""):
            check_address(socket.AF_INET, (host,))
        return look_up(host, *rest, **more)

    socket.socket.connect, socket.socket.connect_ex = guarded_connect, guarded_connect_ex  # type: ignore[method-assign]
    socket.getaddrinfo = guarded_look_up
    try:
        yield
    finally:
        socket.socket.connect, socket.socket.connect_ex = connect, connect_ex  # type: ignore[method-assign]
        socket.getaddrinfo = look_up
