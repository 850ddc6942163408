"""Requests made again: when, how late, how often; against a small server that answers what a test tells it to."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from simulator.errors import PushError
from simulator.okta.transport import USER_AGENT, Retry, Transport, UnreachableError, retry_after

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
Scripted = tuple[int, dict[str, str]]


@contextmanager
def scripted(*answers: Scripted) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """Serve these answers one after the other, 0 for a connection that breaks, then 200; give address and requests."""
    left, seen = list(answers), []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            seen.append({"path": self.path, **{name.lower(): value for name, value in self.headers.items()}})
            status, headers = left.pop(0) if left else (200, {})
            if status == 0:
                return
            body = json.dumps({"detail": "as told"}).encode()
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments: object) -> None:
            """Write nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", seen
        finally:
            server.shutdown()
            thread.join()


def post(url: str, retry: Retry | None = None) -> tuple[int, list[float]]:
    """Send one POST and return the status and the waits."""
    waits: list[float] = []
    with Transport(url, "token-for-tests", retry=retry, sleep=waits.append, chance=lambda: 1.0) as transport:
        return transport.send("POST", "/Users", {"userName": "mia"}).status, waits


@pytest.mark.parametrize(
    ("answers", "status", "waits"),
    [
        ([], 200, []),
        ([(503, {})], 200, [0.5]),
        ([(500, {}), (502, {}), (504, {})], 200, [0.5, 1.0, 2.0]),
        ([(0, {})], 200, [0.5]),
        ([(429, {"Retry-After": "7"})], 200, [7.0]),
        ([(429, {"Retry-After": "9999"})], 200, [30.0]),
        ([(429, {"Retry-After": "soon"})], 200, [0.5]),
        ([(400, {})], 400, []),
        ([(409, {})], 409, []),
        ([(501, {})], 501, []),
        ([(503, {})] * 6, 503, [0.5, 1.0, 2.0, 4.0, 8.0]),
    ],
)
def test_what_is_made_again(answers: list[Scripted], status: int, waits: list[float]) -> None:
    with scripted(*answers) as (url, seen):
        assert post(url) == (status, waits)
    assert len(seen) == len(waits) + 1


def test_a_service_that_never_answers() -> None:
    with scripted(*[(0, {})] * 3) as (url, seen), pytest.raises(UnreachableError, match="after 3 attempts"):
        post(url, Retry(attempts=3))
    assert len(seen) == 3


def test_nobody_listens() -> None:
    with scripted() as (url, _):
        pass
    with pytest.raises(UnreachableError, match="after 2 attempts"):
        post(url, Retry(attempts=2))


class Time:
    """A clock that only waiting moves on."""

    def __init__(self) -> None:
        self.now = 1000.0

    def sleep(self, seconds: float) -> None:
        self.now += seconds


def posts(url: str, retry: Retry, number: int) -> tuple[list[int | str], float]:
    """Send POSTs one after the other, and return statuses or errors and the seconds that it took."""
    time, outcomes = Time(), []
    with Transport(
        url, "token-for-tests", retry=retry, sleep=time.sleep, clock=lambda: time.now, chance=lambda: 1.0
    ) as transport:
        for _ in range(number):
            try:
                outcomes.append(transport.send("POST", "/Users", {}).status)
            except UnreachableError as error:
                outcomes.append(str(error))
    return outcomes, time.now - 1000.0


def test_patience_is_one_for_all_requests() -> None:
    # Two attempts each, a second apart: the third request would pass two and a half seconds.
    retry = Retry(attempts=2, first_wait=1.0, patience=2.5)
    with scripted(*[(503, {})] * 9) as (url, seen):
        outcomes, seconds = posts(url, retry, 3)
    assert outcomes == [
        503,
        503,
        "the service only fails, and asking on would pass the 2.5 seconds of patience: 503 as told",
    ]
    assert (seconds, len(seen)) == (2.0, 5)


def test_an_answer_gives_new_patience() -> None:
    retry = Retry(attempts=2, first_wait=1.0, patience=1.5)
    with scripted((503, {}), (200, {}), (0, {}), (409, {}), (503, {})) as (url, seen):
        outcomes, seconds = posts(url, retry, 3)
    assert (outcomes, seconds, len(seen)) == ([200, 409, 200], 3.0, 6)


def test_a_wait_that_is_longer_than_the_patience_is_not_made() -> None:
    with scripted((429, {"Retry-After": "20"})) as (url, seen):
        outcomes, seconds = posts(url, Retry(patience=10.0), 1)
    assert outcomes == [
        "the service only fails, and asking on would pass the 10 seconds of patience: 429 as told"
    ]
    assert (seconds, len(seen)) == (0.0, 1)


def test_a_request_is_made_at_least_once() -> None:
    with pytest.raises(PushError, match="at least one attempt"):
        Retry(attempts=0)


def test_headers() -> None:
    with scripted() as (url, seen):
        post(f"{url}/api/v3/accounts/1/scim/v2")
    (request,) = seen
    assert request["path"] == "/api/v3/accounts/1/scim/v2/Users"
    assert request["user-agent"] == USER_AGENT == "Okta SCIM Client 1.0.0"
    assert request["authorization"] == "Bearer token-for-tests"
    assert request["content-type"] == "application/json"
    assert request["accept"] == "application/scim+json"


def test_chance_takes_up_to_half_of_a_wait() -> None:
    retry = Retry(first_wait=1.0, longest_wait=8.0)
    assert [retry.wait(attempt, None, 0.0) for attempt in (1, 2, 3, 4, 5)] == [0.5, 1.0, 2.0, 4.0, 4.0]
    assert [retry.wait(attempt, None, 1.0) for attempt in (1, 2, 3, 4, 5)] == [1.0, 2.0, 4.0, 8.0, 8.0]
    assert retry.wait(1, -5.0, 1.0) == 0.0


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("120", 120.0),
        ("Tue, 24 Nov 2026 09:00:30 GMT", 30.0),
        ("Tue, 24 Nov 2026 08:59:30 GMT", -30.0),
        ("soon", None),
    ],
)
def test_retry_after(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, NOW) == seconds


@pytest.mark.parametrize(
    "url",
    ["https://acme.example/scim", "http://10.0.0.7/scim", "ftp://127.0.0.1/scim", "127.0.0.1", "http://["],
)
def test_addresses_that_are_refused(url: str) -> None:
    with pytest.raises(PushError):
        Transport(url, "token-for-tests")


def test_a_remote_address_can_be_allowed() -> None:
    with Transport("https://acme.example/scim", "token-for-tests", allow_remote=True):
        pass
