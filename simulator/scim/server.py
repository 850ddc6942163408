"""Starting and stopping the service: a thread for each request, on this machine only unless asked otherwise."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from http import HTTPStatus
from socketserver import ThreadingMixIn
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any, Self, cast
from wsgiref.handlers import SimpleHandler
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from simulator.errors import ServiceError
from simulator.scim.application import DbtScimApplication
from simulator.scim.settings import is_loopback

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_IDLE_SECONDS = 30
_LINE_LIMIT = 1 << 16


_ERROR = '{"schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"], "status": "%(code)d", "detail": "%(message)s"}'
_MEDIA_TYPE = "application/scim+json"


class _Run(SimpleHandler):
    """One run of the application; where it breaks, the client still gets a SCIM error, and standard error the trace."""

    os_environ = {}  # noqa: RUF012 - wsgiref only reads it
    """The variables of this process are no part of a request."""
    error_headers = [("Content-Type", _MEDIA_TYPE)]  # noqa: RUF012 - wsgiref only reads it
    error_body = (_ERROR % {"code": 500, "message": "Internal server error"}).encode()


class _Handler(WSGIRequestHandler):
    timeout = _IDLE_SECONDS
    """A client that stops in the middle of a request holds its thread no longer than this."""
    default_request_version = "HTTP/1.0"
    """An answer always has a status line, also one to a request that nobody can read."""
    error_message_format = _ERROR
    error_content_type = _MEDIA_TYPE

    def handle(self) -> None:
        """Answer one request."""
        self.raw_requestline = self.rfile.readline(_LINE_LIMIT + 1)
        if len(self.raw_requestline) > _LINE_LIMIT:
            self.requestline = self.request_version = self.command = ""
            self.send_error(HTTPStatus.REQUEST_URI_TOO_LONG)
        elif self.parse_request():
            body, answer = cast(IO[bytes], self.rfile), cast(IO[bytes], self.wfile)
            run = _Run(body, answer, self.get_stderr(), self.get_environ(), multithread=True)
            run.run(cast(_Server, self.server).application)

    def get_environ(self) -> WSGIEnvironment:
        """Return the WSGI environment; a body without a type has none, where wsgiref takes it for plain text."""
        environ = super().get_environ()
        if self.headers.get("Content-Type") is None:
            environ["CONTENT_TYPE"] = ""
        return environ

    def log_message(self, format: str, *arguments: Any) -> None:  # noqa: ANN401 - http.server's names
        """Write nothing: whoever starts the service watches the application."""


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = False
    block_on_close = True
    request_queue_size = 128
    application: DbtScimApplication

    def server_bind(self) -> None:
        """Bind without asking a name server for the host's name, which may take seconds."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])
        self.setup_environ()

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing when a client hangs up; the application has logged what is its own fault."""


class ScimServer:
    """A running service; as a context manager it serves in a thread of its own."""

    def __init__(
        self,
        application: DbtScimApplication,
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        allow_remote: bool = False,
    ) -> None:
        """Listen on host and port; port 0 takes a free one.

        Raises `ServiceError` where the address is taken or, without `allow_remote`, can be reached from elsewhere.
        """
        if not allow_remote and not is_loopback(host):
            message = f"{host} can be reached from other machines, and the service speaks plain HTTP: allow it explicitly"
            raise ServiceError(message)
        family = _Server6 if ":" in host else _Server
        try:
            self._server = family((host, port), _Handler)
        except (OSError, OverflowError) as error:
            message = f"cannot listen on {host} port {port}: {error}"
            raise ServiceError(message) from None
        self._server.application = application
        self._base_path = application.settings.base_path
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        """Return the address to give to a SCIM client."""
        host, port = self._server.server_name, self._server.server_port
        return f"http://{f'[{host}]' if ':' in host else host}:{port}{self._base_path}"

    def serve(self, ready: Callable[[str], None] | None = None) -> None:
        """Serve until `stop` is called or Ctrl-C; `ready` gets the address first."""
        if ready is not None:
            ready(self.url)
        try:
            self._server.serve_forever(poll_interval=0.02)
        finally:
            self._server.server_close()

    def stop(self) -> None:
        """Stop listening; requests that run are answered first."""
        self._server.shutdown()

    def close(self) -> None:
        """Give the address back; a service that has served has done so itself."""
        self._server.server_close()

    def __enter__(self) -> Self:
        """Start serving."""
        self._thread = threading.Thread(target=self.serve, name="scim")
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop serving."""
        self.stop()
        if self._thread is not None:
            self._thread.join()


class _Server6(_Server):
    address_family = socket.AF_INET6
