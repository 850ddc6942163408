"""Starting the service: which addresses and tokens it takes, and how it answers what is no HTTP."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

import httpx2
import pytest

import oktaexpr
from simulator.account import DbtAccount
from simulator.errors import ServiceError
from simulator.scim import extra
from simulator.scim.application import Answered
from simulator.scim.settings import ServiceSettings, is_loopback
from simulator.scim.starting import open_service
from tests.support.scim_service import ACCOUNT, TOKEN, okta_user, running


def start(token: str = TOKEN, **how: Any) -> None:
    with open_service(DbtAccount.from_mapping(ACCOUNT), token, **how):
        pass


@pytest.mark.parametrize("host", ["0.0.0.0", "10.0.0.1", "::", "acme.example"])
def test_other_machines_are_kept_out(host: str) -> None:
    with pytest.raises(ServiceError, match="other machines"):
        start(host=host)


def test_other_machines_can_be_let_in() -> None:
    start(host="0.0.0.0", allow_remote=True)


@pytest.mark.parametrize(
    ("host", "here"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("[::1]", True),
        ("localhost", True),
        ("127.0.0.1.acme.example", False),
    ],
)
def test_loopback(host: str, here: bool) -> None:
    assert is_loopback(host) is here


def test_a_port_that_is_taken() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(ServiceError, match="cannot listen"):
        start(port=taken.getsockname()[1])


@pytest.mark.parametrize("token", ["", "short", "with space", "ümlaut-token"])
def test_tokens_that_are_none(token: str) -> None:
    with pytest.raises(ServiceError, match="bearer token"):
        start(token)


def test_the_address_is_dbts() -> None:
    with running(settings={"account_id": 4711}) as service:
        assert urlsplit(service.url).path == "/api/v3/accounts/4711/scim/v2"
        assert service.http.get("/Users").status_code == 200
        other = service.url.replace("4711", "4712")
        assert service.http.get(f"{other}/Users").status_code == 404
        assert service.http.get(service.url.replace("/scim/v2", "/Users")).status_code == 404


def test_ipv6() -> None:
    account = DbtAccount.from_mapping(ACCOUNT)
    with open_service(account, TOKEN, host="::1") as server, server:
        headers = {"Authorization": f"Bearer {TOKEN}"}
        assert server.url.startswith("http://[::1]:")
        assert httpx2.get(f"{server.url}/Users", headers=headers, trust_env=False).status_code == 200


def exchange(url: str, request: bytes) -> bytes:
    """Send bytes on a connection and return all that comes back."""
    address = urlsplit(url)
    with socket.create_connection((address.hostname, address.port), timeout=10) as connection:
        connection.sendall(request)
        connection.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: connection.recv(65536), b""))


@pytest.mark.parametrize(
    ("request_bytes", "status"),
    [
        (b"this is no HTTP\r\n\r\n", 400),
        (b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n", 414),
        (b"POST {path}/Users HTTP/1.1\r\n{auth}Content-Length: many\r\n\r\n{}", 400),
        (b"POST {path}/Users HTTP/1.1\r\n{auth}Content-Length: -1\r\n\r\n{}", 400),
        (b"POST {path}/Users HTTP/1.1\r\n{auth}Content-Length: 100\r\n\r\n{}", 400),
        (b"POST {path}/Users HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}", 401),
    ],
)
def test_broken_requests_get_a_scim_error(request_bytes: bytes, status: int) -> None:
    with running() as service:
        path = urlsplit(service.url).path.encode()
        authorization = f"Authorization: Bearer {TOKEN}\r\n".encode()
        sent = request_bytes.replace(b"{path}", path).replace(b"{auth}", authorization)
        answer = exchange(service.url, sent)
    head, _, body = answer.partition(b"\r\n\r\n")
    assert f" {status} ".encode() in head.splitlines()[0] + b" "
    assert b"application/scim+json" in head
    error = json.loads(body)
    assert error["schemas"] == ["urn:ietf:params:scim:api:messages:2.0:Error"]
    assert error["status"] == str(status)


@pytest.mark.parametrize("path", ["/Users", "/Users?count=1", "/Schemas", "/Users/nobody", "/Devices"])
def test_head_has_the_headers_of_get_and_no_content(path: str) -> None:
    """RFC 9110, section 9.3.2; the raw bytes, since clients drop what stands behind the headers of a HEAD."""
    with running() as service:
        service.http.post("/Users", json=okta_user("mia@acme.example"))
        got = service.http.get(path)
        where = urlsplit(f"{service.url}{path}")
        target = f"{where.path}?{where.query}" if where.query else where.path
        request = f"HEAD {target} HTTP/1.0\r\nAuthorization: Bearer {TOKEN}\r\n\r\n"
        headers, content = exchange(service.url, request.encode()).split(b"\r\n\r\n")
    assert content == b""
    assert headers.startswith(f"HTTP/1.0 {got.status_code} ".encode())
    assert f"Content-Length: {len(got.content)}".encode() in headers
    assert f"Content-Type: {got.headers['Content-Type']}".encode() in headers


def test_head_needs_the_token() -> None:
    with running() as service:
        assert service.http.head("/Users", headers={"Authorization": "Bearer another"}).status_code == 401


def test_watching() -> None:
    seen: list[Answered] = []
    account = DbtAccount.from_mapping(ACCOUNT)
    with open_service(account, TOKEN, watch=seen.append) as server, server:
        headers = {"Authorization": f"Bearer {TOKEN}"}
        with httpx2.Client(base_url=server.url, headers=headers, trust_env=False) as http:
            http.post("/Users", json=okta_user("mia@acme.example", "read_only"))
            http.post("/Users", json=okta_user("bob@acme.example", "viewer"))
    created, refused = seen
    assert (created.method, created.path, created.status, created.detail) == ("POST", "/Users", 201, None)
    assert [(one.user_name, one.decision.license) for one in created.decided] == [
        ("mia@acme.example", "read_only")
    ]
    assert refused.status == 400
    assert "F6.9" in (refused.detail or "")
    assert [one.user_name for one in refused.decided] == ["bob@acme.example"]


def test_settings_name_the_address() -> None:
    assert ServiceSettings().base_path == "/api/v3/accounts/1/scim/v2"


def test_a_missing_library_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extra, "find_spec", lambda name: None if name == "httpx2" else find_spec(name))
    with pytest.raises(oktaexpr.UsageError, match=r"^SCIM needs httpx2: pip install 'oktaexpr\[scim\]'$"):
        extra.require_scim()


def test_the_libraries_load_only_where_they_are_used() -> None:
    """The command and Okta's side can be imported, and say what is missing, without the extra."""
    code = (
        "import sys, simulator.cli.serve, simulator.okta.push, simulator.scim.settings;"
        "print([name for name in sys.modules if name in ('scim2_models', 'scim2_server', 'httpx2', 'pydantic')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == "[]\n"
