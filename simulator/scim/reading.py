"""Reading request bodies with care: never more than was announced, never more than is allowed."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from scim2_models import Error, InvalidSyntaxException, PayloadTooLargeException, SCIMException

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_LENGTH_REQUIRED = 411
_CHUNK = 1 << 16
_PATIENCE = 1 << 26
"""How many bytes of a refused body are read and dropped, so that the client gets to read why."""


class RequestInput:
    """The body of one request, still on its way."""

    def __init__(self, environ: WSGIEnvironment) -> None:
        """Take the body of a WSGI request."""
        self._stream = environ["wsgi.input"]
        self._chunked = bool(environ.get("HTTP_TRANSFER_ENCODING"))
        self._announced = environ.get("CONTENT_LENGTH") or "0"
        self._left = int(self._announced) if self._announced.isdecimal() else 0

    def read(self, limit: int) -> bytes:
        """Return the whole body. Raises an `SCIMException` for one over `limit` bytes, cut short or of no known length."""
        if self._chunked:
            detail = "Send the body with a Content-Length"
            raise SCIMException.from_error(Error(status=_LENGTH_REQUIRED, detail=detail))
        if not self._announced.isdecimal():
            raise InvalidSyntaxException(detail="Content-Length is no number")
        if self._left > limit:
            raise PayloadTooLargeException(detail=f"The body is larger than {limit} bytes")
        announced, self._left = self._left, 0
        try:
            body: bytes = self._stream.read(announced)
        except OSError:
            raise InvalidSyntaxException(detail="The body did not arrive in time") from None
        if len(body) < announced:
            raise InvalidSyntaxException(detail="The body is shorter than its Content-Length")
        return body

    def drain(self) -> None:
        """Read and drop what nobody asked for; a connection closed before that would lose the answer."""
        left = min(self._left, _PATIENCE)
        with suppress(OSError):
            while left > 0 and (chunk := self._stream.read(min(left, _CHUNK))):
                left -= len(chunk)
