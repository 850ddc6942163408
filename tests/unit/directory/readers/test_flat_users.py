"""Users as one flat object each mean what the same row means in a table."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import oktaexpr
from oktaexpr.samples import Org, sample_batches

MIA = {"login": "mia@acme.example", "firstName": "Mia", "level": 4, "contractor": False, "title": None}


def _written(folder: Path, *rows: dict[str, Any], name: str = "users.jsonl") -> oktaexpr.Directory:
    path = folder / name
    text = json.dumps(list(rows)) if name.endswith(".json") else "\n".join(map(json.dumps, rows))
    path.write_text(text, encoding="utf-8")
    return oktaexpr.Directory.load(path)


@pytest.mark.parametrize("name", ["users.jsonl", "users.json"])
def test_keys_are_attributes_and_keep_their_types(tmp_path: Path, name: str) -> None:
    directory = _written(tmp_path, {"id": "00u1", "status": "ACTIVE", **MIA, "groups": ["dev"]}, name=name)
    assert directory.skipped_count == 0
    scope = directory.scope("mia@acme.example")
    assert dict(scope.roots["user"]) == MIA
    assert oktaexpr.evaluate('isMemberOfGroupName("dev") ? user.level + 1 : null', scope) == 5


@pytest.mark.parametrize("group", ["dev", {"name": "dev"}, {"name": "dev", "type": "OKTA_GROUP"}])
def test_groups_are_names_or_objects(tmp_path: Path, group: object) -> None:
    scope = _written(tmp_path, {**MIA, "groups": [group]}).scope("mia@acme.example")
    assert oktaexpr.evaluate('isMemberOfGroupName("dev")', scope) is True


@pytest.mark.parametrize(
    "other",
    [
        {"id": "oclF1", "name": "login", "claimType": "IDENTITY"},
        {"login": 7, "id": "x"},
        {"login": {"features": {}}, "id": "x"},
        {"login": "x", "id": "0oaE1", "name": "dbt", "label": "dbt", "signOnMode": "SAML_2_0"},
    ],
)
def test_other_objects_with_such_a_key_are_none(tmp_path: Path, other: dict[str, Any]) -> None:
    directory = _written(tmp_path, {**MIA, "id": "00u1"}, other)
    assert [user.login for user in directory.users] == ["mia@acme.example"]


def test_a_sample_is_the_same_org_in_lines_and_in_columns(tmp_path: Path) -> None:
    org = Org(users=200, groups=12, seed=3)
    directory = _written(tmp_path, *org.people(0, org.users))
    program = oktaexpr.compile(
        'user.department + " " + user.level + " " + (isMemberOfGroupNameStartsWith("dbt_") ? user.city : null)'
    )
    rows = {login: program(scope) for login, scope in directory.scopes()}
    columns = [program.over(batch, key="login").to_pylist() for batch in sample_batches(org)]
    assert rows == {row["key"]: row["value"] for batch in columns for row in batch}
    assert len(rows) == org.users
