"""A bounded load on our own server on this computer: a few clients, a fixed number of requests, then it stops."""

from __future__ import annotations

import http.client
import statistics
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlencode

CLIENTS = 8


@dataclass(frozen=True)
class Request:
    """One request; a form is posted when there is one."""

    path: str
    form: dict[str, str] | None = None
    expect: tuple[int, ...] = (200,)


@dataclass(frozen=True)
class Measured:
    """What came of it: seconds for each request, the whole time, and the most statements that one request sent."""

    name: str
    seconds: Sequence[float]
    elapsed: float
    queries: int

    @property
    def per_second(self) -> float:
        """Requests answered in a second by all clients together."""
        return len(self.seconds) / self.elapsed

    def percentile(self, percent: int) -> float:
        """The time within which so many per cent of the requests were answered, in milliseconds."""
        return statistics.quantiles(self.seconds, n=100, method="inclusive")[percent - 1] * 1000


class Client:
    """One browser: its connection and its cookies."""

    def __init__(self, port: int, cookies: dict[str, str]) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies = cookies
        self.queries = 0  # of the costliest request since the warm-up

    def send(self, request: Request) -> tuple[int, bytes]:
        """The status and the body."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if request.form is not None:
            body = urlencode({"csrfmiddlewaretoken": self.cookies["roundel_desk_csrf"], **request.form})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request("POST" if body is not None else "GET", request.path, body, headers)
        response = self.connection.getresponse()
        self.queries = max(self.queries, int(response.headers.get("X-Queries") or 0))
        return response.status, response.read()


@dataclass(frozen=True)
class Load:
    """So many requests, of which ``make`` gives the n-th, sent by one group of clients.

    Each client sends its share one after another, or one every so many seconds. ``warm_up``: so many before it counts.
    """

    name: str
    make: Callable[[int], Request]
    requests: int = 240
    who: str = "eight"
    every: float = 0
    warm_up: int = 4


def measure(load: Load, clients: Sequence[Client]) -> Measured:
    """Let the clients send it, all at the same time; those who keep a pace begin one after another."""
    _warm_up(load, clients)
    begun = time.perf_counter()
    with ThreadPoolExecutor(len(clients)) as pool:
        shares = [pool.submit(_send_share, load, clients, which, begun) for which in range(len(clients))]
    elapsed = time.perf_counter() - begun
    seconds = [one for share in shares for one in share.result()]
    return Measured(load.name, seconds, elapsed, max(client.queries for client in clients))


def _warm_up(load: Load, clients: Sequence[Client]) -> None:
    """Over new connections: the server closes those that rested."""
    for client in clients:
        client.connection.close()
    for number in range(load.warm_up):
        _sent(clients[number % len(clients)], load.make(number))
    for client in clients:
        client.queries = 0


def _send_share(load: Load, clients: Sequence[Client], which: int, begun: float) -> list[float]:
    """The seconds that each request of one client took."""
    client, taken = clients[which], []
    for number in range(which, load.requests, len(clients)):
        if load.every:
            _rest_until(begun + number / len(clients) * load.every, client)
        request = load.make(number)
        sent = time.perf_counter()
        _sent(client, request)
        taken.append(time.perf_counter() - sent)
    return taken


def _rest_until(moment: float, client: Client) -> None:
    """The server closes a connection that rested, so the next request makes a new one."""
    client.connection.close()
    time.sleep(max(0, moment - time.perf_counter()))


def _sent(client: Client, request: Request) -> None:
    status, body = client.send(request)
    if status not in request.expect:
        raise RuntimeError(f"{request.path} answered {status}: {body[:300]!r}")
