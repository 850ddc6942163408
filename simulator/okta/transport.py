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
        chance: Callable[[], float] = random.random,
    ) -> None:
        """Talk to the service at `url`; `timeout` is in seconds, `sleep` and `chance` are the clock and the dice.

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
        self._chance = chance

    def send(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        query: Mapping[str, str | int] | None = None,
    ) -> Answer:
        """Return the first answer that is final, or the last one there was. Raises `UnreachableError`."""
        content = None if body is None else json.dumps(body).encode()
        headers = {} if body is None else {"Content-Type": _JSON}
        for attempt in range(1, self._retry.attempts + 1):
            is_last = attempt == self._retry.attempts
            asked = None
            try:
                response = self._client.request(method, path, content=content, headers=headers, params=query)
            except self._faults as error:
                if is_last:
                    message = f"no answer from the service after {attempt} attempts: {str(error) or type(error).__name__}"
                    raise UnreachableError(message) from None
            else:
                if is_last or not _is_passing(response.status_code):
                    return Answer(response.status_code, _object(response))
                asked = retry_after(response.headers.get("Retry-After"), datetime.now(UTC))
            self._sleep(self._retry.wait(attempt, asked, self._chance()))
        message = "a request needs at least one attempt"
        raise PushError(message)

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
