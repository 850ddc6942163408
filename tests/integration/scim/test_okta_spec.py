"""The steps of Okta's SCIM 2.0 SPEC test, run one after the other against one service; `okta_spec.toml` lists them."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path
from typing import Any

from tests.support.scim_service import PATCH, Running, okta_user, running

STEPS = tomllib.loads(Path(__file__).with_name("okta_spec.toml").read_text(encoding="utf-8"))["step"]


def filled(value: Any, variables: dict[str, Any]) -> Any:
    """Put what earlier steps saved into `{name}` of texts."""
    match value:
        case str():
            return value.format_map(variables) if "{" in value else value
        case dict():
            return {key: filled(item, variables) for key, item in value.items()}
        case list():
            return [filled(item, variables) for item in value]
        case _:
            return value


def found(body: Any, path: str) -> Any:
    """Return what is at `Resources.0.id` in a body; fails where nothing is."""
    for part in path.split("."):
        body = body[int(part)] if isinstance(body, list) else body[part]
    return body


def run_step(service: Running, step: dict[str, Any], variables: dict[str, Any]) -> None:
    request = filled(step["request"], variables)
    body = okta_user(request["user"]) if "user" in request else request.get("body")
    headers = {"Accept": "application/scim+json; charset=utf-8", **request.get("headers", {})}
    started = time.perf_counter()
    answer = service.http.request(
        request["method"], request["path"], params=request.get("query"), json=body, headers=headers
    )
    took = (time.perf_counter() - started) * 1000
    expected = filled(step["expect"], variables)
    assert answer.status_code == expected["status"], answer.text
    assert answer.headers["Content-Type"].startswith("application/scim+json")
    content = answer.json() if answer.content else None
    for path, value in expected.get("body", {}).items():
        assert found(content, path) == value, path
    for path in expected.get("present", ()):
        assert found(content, path) not in (None, ""), path
    assert took < expected.get("milliseconds", took + 1)
    variables.update({name: found(content, path) for name, path in step.get("save", {}).items()})


def test_all_steps_pass_in_order() -> None:
    variables: dict[str, Any] = {"patch": PATCH}
    with running() as service:
        service.http.post("/Users", json=okta_user("first@acme.example"))
        for step in STEPS:
            try:
                run_step(service, step, variables)
            except (AssertionError, LookupError) as error:
                error.add_note(f"in the step: {step['name']}")
                raise
