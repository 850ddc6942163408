"""HTTP as Okta's provisioning does it: again after 429, 5xx and broken connections, ever later, and not for ever."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Any, Self

from oktaexpr.render import counted
from simulator.errors import PushError
from simulator.scim.extra import require_scim
from simulator.scim.settings import is_loopback

USER_AGENT = "Okta SCIM Client 1.0.0"
_MEDIA_TYPE = "application/scim+json"
_JSON = "application/json"
"""What Okta's own test suite sends on writes; its reads ask for the SCIM type."""
_TOO_MANY, _SERVER_FAULT, _NOT_IMPLEMENTED = 429, 500, 501


class UnreachableError(PushError):
    """The service did not answer, however often it was asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Retry:
    """How often and how late a request is made again; all times in seconds."""

    attempts: int = 6
    first_wait: float = 0.5
    longest_wait: float = 30.0
    patience: float = 60.0
    """How long a service may do nothing but fail, over all requests, before the rest of them is given up."""

    def __post_init__(self) -> None:
        """Raise `PushError` where no request would be made at all."""
        if self.attempts < 1:
            message = f"a request needs at least one attempt, not {self.attempts}"
            raise PushError(message)

    def wait(self, attempt: int, asked: float | None, jitter: float) -> float:
        """Return the wait after `attempt` (from 1); `asked` is the Retry-After, `jitter` a number from 0 to 1.

        A Retry-After is kept to, up to the longest wait; else half of the doubled wait is left to chance, so that
        clients that failed together do not come back together.
        """
        if asked is not None:
            return min(max(asked, 0.0), self.longest_wait)
        wait: float = min(self.first_wait * 2 ** (attempt - 1), self.longest_wait)
        return wait * (0.5 + jitter / 2)


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of the service."""

    status: int
    body: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_error(self) -> bool:
        """Tell whether the request was refused, or led elsewhere, where Okta does not follow."""
        return not 200 <= self.status < 300

    @property
    def error(self) -> str:
        """Return status and detail of a refusal."""
        return f"{self.status} {self.body.get('detail') or self.body.get('scimType') or ''}".strip()


@dataclass(frozen=True, slots=True)
class _Failure:
    """An attempt that may go better later."""

    text: str
    answer: Answer | None = None
    """What the service said, None where the connection broke."""
    asked: float | None = None
    """The seconds that it asked to wait."""


class Transport:
    """One client of one service; close it, or use it as a context manager."""

    def __init__(
        self,
        url: str,
        token: str,
        *,
        retry: Retry | None = None,
        timeout: float = 30.0,
        allow_remote: bool = False,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
        chance: Callable[[], float] = random.random,
    ) -> None:
        """Talk to the service at `url`; `timeout` is in seconds, `sleep` and `clock` are the time, `chance` the dice.

        Raises `PushError` for a URL that is none or, without `allow_remote`, leads away from this machine: what is
        sent are real-looking people, and a simulation must not reach a real account by a slip.
        """
        require_scim()
        import httpx2

        try:
            address = httpx2.URL(url)
        except httpx2.InvalidURL as error:
            message = f"{url} is no address: {error}"
            raise PushError(message) from None
        if address.scheme not in ("http", "https") or not address.host:
            message = f"{url} is no http address"
            raise PushError(message)
        if not allow_remote and not is_loopback(address.host):
            message = f"{url} leads away from this machine: allow it explicitly"
            raise PushError(message)
        headers = {"Authorization": f"Bearer {token}", "User-Agent": USER_AGENT, "Accept": _MEDIA_TYPE}
        self._client = httpx2.Client(base_url=address, headers=headers, timeout=timeout, trust_env=False)
        self._faults = httpx2.TransportError
        self._retry = retry or Retry()
        self._sleep = sleep
        self._clock = clock
        self._chance = chance
        self._failing_since: float | None = None

    def send(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        query: Mapping[str, str | int] | None = None,
    ) -> Answer:
        """Return the first answer that is final, or the last one there was.

        Raises `UnreachableError` where there was none, or where the service does nothing but fail for too long.
        """
        started = self._clock()
        attempt = 0
        while True:
            attempt += 1
            outcome = self._ask(method, path, body, query)
            if isinstance(outcome, Answer):
                self._failing_since = None
                return outcome
            is_last = attempt == self._retry.attempts
            wait = 0.0 if is_last else self._retry.wait(attempt, outcome.asked, self._chance())
            if self._failing_since is None:
                self._failing_since = started
            failing = self._clock() - self._failing_since
            if failing + wait > self._retry.patience:
                limit = f"{self._retry.patience:g} seconds of patience"
                message = f"the service only fails, and asking on would pass the {limit}: {outcome.text}"
                raise UnreachableError(message)
            if not is_last:
                self._sleep(wait)
            elif outcome.answer is not None:
                return outcome.answer
            else:
                message = f"no answer from the service after {counted(attempt, 'attempt')}: {outcome.text}"
                raise UnreachableError(message)

    def _ask(
        self, method: str, path: str, body: Mapping[str, Any] | None, query: Mapping[str, str | int] | None
    ) -> Answer | _Failure:
        """Make a request once."""
        content = None if body is None else json.dumps(body).encode()
        headers = {} if body is None else {"Content-Type": _JSON}
        try:
            response = self._client.request(method, path, content=content, headers=headers, params=query)
        except self._faults as error:
            return _Failure(str(error) or type(error).__name__)
        answer = Answer(response.status_code, _object(response))
        if not _is_passing(answer.status):
            return answer
        asked = retry_after(response.headers.get("Retry-After"), datetime.now(UTC))
        return _Failure(answer.error, answer, asked)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def __enter__(self) -> Self:
        """Return the transport itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the connections."""
        self.close()


def retry_after(value: str | None, now: datetime) -> float | None:
    """Return the seconds of a Retry-After header, a number or a date, or None where it is neither."""
    if value is None:
        return None
    if value.strip().isdecimal():
        return float(value)
    try:
        date = parsedate_to_datetime(value)
    except ValueError:
        return None
    return (date.replace(tzinfo=date.tzinfo or UTC) - now).total_seconds()


def _is_passing(status: int) -> bool:
    return status == _TOO_MANY or (status >= _SERVER_FAULT and status != _NOT_IMPLEMENTED)


def _object(response: Any) -> Mapping[str, Any]:  # noqa: ANN401 - the library is imported late
    try:
        body = response.json() if response.content else {}
    except ValueError:
        body = {}
    return body if isinstance(body, dict) else {}
