"""The WSGI application: who may ask, how much they may send, and one transaction for each request."""

from __future__ import annotations

import hmac
import json
import logging
import re
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl
from wsgiref.util import application_uri

from scim2_models import SCIMException, UnauthorizedException
from scim2_server.applications.base import BaseApplication
from scim2_server.applications.wsgi import send_response
from scim2_server.handler import ScimHandler
from scim2_server.requests import ScimRequest
from scim2_server.responses import ScimResponse
from scim2_server.routing import Operation, Target

from simulator.account import DbtAccount
from simulator.errors import ServiceError
from simulator.rules.scim_body import check_scim
from simulator.scim.body import check_group, check_schemas, read_object, read_patch, read_user
from simulator.scim.database import Database
from simulator.scim.entra import with_boolean_active, with_filtered_removals
from simulator.scim.ledger import Ledger
from simulator.scim.licensing import Decided, LicensedStorage, Write, refused
from simulator.scim.reading import RequestInput
from simulator.scim.service import DbtScimService
from simulator.scim.settings import ServiceSettings
from simulator.scim.storage import SqliteStorage

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

TOKEN = re.compile(r"[\x21-\x7e]{8,}")
"""A bearer token; a shorter one is a slip, such as an empty variable."""

_WRITES = frozenset({Operation.create, Operation.replace, Operation.patch})


@dataclass(frozen=True, slots=True)
class Answered:
    """One request that was answered, for whoever watches the service."""

    method: str
    path: str
    status: HTTPStatus
    detail: str | None
    """Why it failed, None where it did not."""
    decided: tuple[Decided, ...]
    """What the rules said, in order."""


Watcher = Callable[[Answered], None]


class DbtScimApplication(BaseApplication):
    """SCIM under dbt's address, with the rules of one account behind it."""

    def __init__(
        self,
        database: Database,
        account: DbtAccount,
        token: str,
        settings: ServiceSettings | None = None,
        watch: Watcher | None = None,
    ) -> None:
        """Serve `database` to clients with `token`. Raises `ServiceError` for a token that is none.

        `watch` is called after each request, in the request's thread.
        """
        if not TOKEN.fullmatch(token):
            message = "the bearer token needs at least 8 characters, printable ASCII without spaces"
            raise ServiceError(message)
        service = DbtScimService()
        super().__init__(service.provider, service)
        self.settings = settings or ServiceSettings()
        self.log = logging.getLogger("simulator.scim")
        self._database = database
        self._account = account
        self._token = token.encode()
        self._watch = watch
        if self.settings.accept_invites:
            with database.transaction() as connection:
                Ledger(connection).accept_invites()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        request = self._request(environ)
        body = RequestInput(environ)
        decided: list[Decided] = []
        try:
            response = self._answer(request, body, decided)
        except (SCIMException, sqlite3.Error) as error:
            response = self.handle_exception(request, error)
        response = self.finalize_response(request, response)
        body.drain()
        if self._watch is not None:
            self._watch(_answered(environ["REQUEST_METHOD"], request.path, response, decided))
        if environ["REQUEST_METHOD"] == "HEAD":
            response = _without_content(response)
        return send_response(response, start_response)

    def check_auth(self, request: ScimRequest) -> None:
        """Refuse a request without the token, also one for discovery: dbt's API has no public part."""
        scheme, _, given = (request.header("Authorization") or "").partition(" ")
        given_token = given.strip().encode("utf-8", "surrogateescape")
        if scheme.lower() != "bearer" or not hmac.compare_digest(given_token, self._token):
            raise UnauthorizedException(detail="The bearer token is missing or wrong")

    def _request(self, environ: WSGIEnvironment) -> ScimRequest:
        headers = {
            name.removeprefix("HTTP_").replace("_", "-"): str(value)
            for name, value in environ.items()
            if name.startswith("HTTP_")
        }
        return ScimRequest(
            method="GET" if environ["REQUEST_METHOD"] == "HEAD" else environ["REQUEST_METHOD"],
            base_url=f"{application_uri(environ).rstrip('/')}{self.settings.base_path}",
            path=self._own_path(environ.get("PATH_INFO", "")),
            query=dict(parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True)),
            headers={**headers, "Content-Type": environ.get("CONTENT_TYPE") or ""},
        )

    def _own_path(self, path: str) -> str:
        """Return the path under the service's own; any other path is left as it is and leads nowhere."""
        base = self.settings.base_path
        return path.removeprefix(base) if path == base or path.startswith(f"{base}/") else f"/-{path}"

    def _answer(self, request: ScimRequest, body: RequestInput, decided: list[Decided]) -> ScimResponse:
        """Serve a request; what it wrote is on the disk when this returns, and nothing is where it raises."""
        self.check_auth(request)
        target = self.service.match(request)
        if refusal := check_scim(self._account):
            raise refused(self._account, refusal.error, refusal.reasons)
        request.body = body.read(self.settings.body_limit)
        write = self._read_write(request, target)
        with self._database.transaction() as connection:
            stored = SqliteStorage(connection, self.provider)
            storage = LicensedStorage(stored, Ledger(connection), self._account, self.settings, write)
            try:
                response = ScimHandler(self.service, storage).handle(request)
            finally:
                decided += storage.decided
        if storage.failure is not None:
            raise storage.failure
        return response

    def _read_write(self, request: ScimRequest, target: Target) -> Write:
        """Read what a body says about licenses, and leave the rest of it to the models."""
        if target.operation not in _WRITES or target.endpoint is None:
            return Write()
        resource_type = self.service.resource_type_at(target.endpoint)
        self.service.ensure_json(request.header("Content-Type"))
        document = read_object(request.body)
        check_schemas(document)
        read = self._read_user if resource_type.name == "User" else self._read_group
        write, rest = read(document, is_patch=target.operation is Operation.patch)
        request.body = json.dumps(rest).encode()
        return write

    def _read_user(self, document: Mapping[str, Any], *, is_patch: bool) -> tuple[Write, Mapping[str, Any]]:
        """Return what the body of a user says about the license, and what is left for the models."""
        settings = self.settings
        if settings.text_for_active == "read":
            document = with_boolean_active(document)
        if is_patch:
            can_remove = settings.removed_attribute == "remove"
            events = read_patch(document, complete=settings.identity_rules, can_remove=can_remove)
            return Write(whole=False, patch=events), document
        user = read_user(document, complete=settings.identity_rules)
        return Write(license=user.license), user.rest

    def _read_group(self, document: Mapping[str, Any], *, is_patch: bool) -> tuple[Write, Mapping[str, Any]]:
        """Return that the body of a group says nothing about licenses, and what is left for the models."""
        if is_patch:
            return Write(whole=False), with_filtered_removals(document)
        check_group(document, complete=self.settings.identity_rules)
        return Write(), document


def _answered(method: str, path: str, response: ScimResponse, decided: Sequence[Decided]) -> Answered:
    """Return what a watcher is told of a request."""
    refusal = response.body if response.status >= HTTPStatus.BAD_REQUEST else None
    detail = refusal.get("detail") if refusal else None
    return Answered(method, path, response.status, detail, tuple(decided))


def _without_content(response: ScimResponse) -> ScimResponse:
    """Return what a HEAD gets: the headers of the GET, its content's length too, and no content (RFC 9110, 9.3.2)."""
    if response.body is None:
        return response
    length = len(json.dumps(response.body).encode())
    return replace(response, body=None, headers={**response.headers, "Content-Length": str(length)})
