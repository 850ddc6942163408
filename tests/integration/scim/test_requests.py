"""Requests and their answers, from `requests/*.toml`: dbt's rules, identity, bad input.

A case sends `given` (which must succeed), then `request`, and looks at the answer and at licenses and members
afterwards. A request that is refused must have changed nothing at all, which every such case checks, but for the one
setting that says otherwise (`changes`); one that is granted may be said to change nothing (`same`).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.support.scim_service import PATCH, Running, okta_user, running

ERROR = "urn:ietf:params:scim:api:messages:2.0:Error"


def cases() -> Iterator[Any]:
    for path in sorted(Path(__file__).parent.glob("requests/*.toml")):
        topic = tomllib.loads(path.read_text(encoding="utf-8"))
        for case in topic["case"]:
            yield pytest.param({"source": topic.get("source"), **case}, id=f"{path.stem}: {case['name']}")


def ids(service: Running) -> dict[str, str]:
    """Return the ids of users and groups by name, for `{name}` in paths and bodies."""
    return {
        resource.get("userName") or resource["displayName"]: resource["id"]
        for listed in service.state().values()
        for resource in listed.get("Resources", ())
    }


def content(request: dict[str, Any], known: dict[str, str]) -> str | bytes | dict[str, Any] | None:
    """Return the body of a request: text as it is, JSON, or one of the two that Okta sends most."""
    if "text" in request:
        return request["text"] * request.get("times", 1)
    if "user" in request:
        body = okta_user(request["user"], request.get("license", "developer"), **request.get("set", {}))
        return {name: value for name, value in body.items() if name not in request.get("without", ())}
    if "operations" in request:
        return {"schemas": [PATCH], "Operations": named(request["operations"], known)}
    return named(request.get("json"), known)


def named(value: Any, known: dict[str, str]) -> Any:
    match value:
        case str():
            return filled(value, known)
        case dict():
            return {key: named(item, known) for key, item in value.items()}
        case list():
            return [named(item, known) for item in value]
        case _:
            return value


def send(service: Running, request: dict[str, Any]) -> httpx2.Response:
    known = ids(service)
    path = "/".join(known.get(part.strip("{}"), part) for part in request["path"].split("/"))
    body = content(request, known)
    headers = dict(request.get("headers", {}))
    if isinstance(body, str):
        return service.http.request(
            request["method"],
            path,
            content=body.encode(),
            headers={"Content-Type": "application/json", **headers},
        )
    query = {name: filled(text, known) for name, text in request.get("query", {}).items()}
    return service.http.request(request["method"], path, json=body, headers=headers, params=query or None)


def filled(text: str, known: dict[str, str]) -> str:
    """Return the text with each `{name}` replaced by its id."""
    for name, known_id in known.items():
        text = text.replace(f"{{{name}}}", known_id)
    return text


def check_error(answer: httpx2.Response, case: dict[str, Any]) -> None:
    body = answer.json()
    assert answer.headers["Content-Type"].startswith("application/scim+json")
    assert body["schemas"] == [ERROR]
    assert body["status"] == str(case["status"])
    assert body.get("scimType") == case.get("scim_type")
    for part in case.get("detail", ()):
        assert part in body["detail"]


@pytest.mark.parametrize("case", list(cases()))
def test_request(case: dict[str, Any]) -> None:
    assert case["source"], "a case says where its truth comes from"
    with running(case.get("account"), case.get("settings")) as service:
        for request in case.get("given", ()):
            answer = send(service, request)
            assert answer.is_success, answer.text
        before = service.state()
        answer = send(service, case["request"])
        assert answer.status_code == case["status"], answer.text
        if case["status"] >= 400:
            check_error(answer, case)
            assert (service.state() != before) is case.get("changes", False)
        if case.get("same"):
            assert service.state() == before
        if "found" in case:
            assert [user["userName"] for user in answer.json()["Resources"]] == case["found"]
        if "allow" in case:
            assert answer.headers["Allow"] == case["allow"]
        if "page" in case:
            listed = answer.json()
            assert {name: listed[name] for name in case["page"]} == case["page"]
        assert not set(case.get("lacks", ())) & set(answer.json() if "lacks" in case else ())
        for group, user_names in case.get("members", {}).items():
            assert service.members(group) == user_names
        for user_name, license_type in case.get("license", {}).items():
            assert service.license(user_name) == (license_type or None)
        if "profile" in case:
            (user,) = service.users()
            assert {name: user[name] for name in case["profile"]} == case["profile"]
        for user_name in case.get("nobody", ()):
            assert user_name not in {user["userName"] for user in service.users()}
