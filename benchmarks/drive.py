"""A bounded load on our own server on this computer: a few clients, a fixed number of requests, then it stops."""

from __future__ import annotations

import http.client
import statistics
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode


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
        self.queries = 0  # of the costliest request since it was last looked at

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


def fresh(clients: Sequence[Client]) -> None:
    """Begin with new connections: the server closes those that rested."""
    for client in clients:
        client.connection.close()
        client.queries = 0


def measure(
    name: str, clients: Sequence[Client], requests: int, make: Callable[[int], Request], *, warm_up: int = 4
) -> Measured:
    """Let each client send its share, one after another; ``make`` gives the n-th request."""
    fresh(clients)
    for number in range(warm_up):
        _sent(clients[number % len(clients)], make(number))
    taken: list[list[float]] = [[] for _ in clients]
    failures: list[BaseException] = []

    def work(which: int) -> None:
        try:
            for number in range(which, requests, len(clients)):
                request = make(number)
                begun = time.perf_counter()
                _sent(clients[which], request)
                taken[which].append(time.perf_counter() - begun)
        except BaseException as error:  # noqa: BLE001 - handed to the main thread
            failures.append(error)

    threads = [threading.Thread(target=work, args=(which,)) for which in range(len(clients))]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    elapsed, queries = time.perf_counter() - begun, max(client.queries for client in clients)
    return Measured(name, [one for each in taken for one in each], elapsed, queries)


def _sent(client: Client, request: Request) -> None:
    status, body = client.send(request)
    if status not in request.expect:
        raise RuntimeError(f"{request.path} answered {status}: {body[:300]!r}")
