"""Who the users of a batch are, in each shape of table."""

from __future__ import annotations

from typing import Any

import pytest

from oktaexpr.columns import Rows, login_column, profile_column, user_column
from oktaexpr.columns.layout import read_layout

pa = pytest.importorskip("pyarrow")

FLAT: dict[str, Any] = {
    "id": ["1", "2", "3"],
    "login": ["mia@acme.example", "", None],
    "status": ["ACTIVE"] * 3,
}
API: dict[str, Any] = {
    "id": ["1", "2", "3"],
    "status": ["ACTIVE"] * 3,
    "profile": [{"login": "mia@acme.example"}, {"login": ""}, {"login": None}],
}
API_WITH_NULLS: dict[str, Any] = {
    "id": ["1", "2", "3"],
    "profile": [{"login": "mia@acme.example"}, None, None],
}
ROOTS: dict[str, Any] = {"id": ["1", "2", "3"], "user": [{"login": "mia@acme.example"}, {"login": ""}, None]}
ROOTS_OF_IDENTITY_ENGINE: dict[str, Any] = {
    "id": ["1", "2", "3"],
    "user": [{"profile": {"login": "mia@acme.example"}}, {"profile": None}, None],
}


def _rows(content: dict[str, Any], engine: Any = "classic") -> Rows:
    batch = pa.RecordBatch.from_pydict(content)
    return Rows(batch, read_layout(batch, engine, "id"))


@pytest.mark.parametrize(
    ("content", "engine"),
    [
        (FLAT, "classic"),
        (FLAT, "identity-engine"),
        (API, "classic"),
        (API, "identity-engine"),
        (API_WITH_NULLS, "classic"),
        (API_WITH_NULLS, "identity-engine"),
        (ROOTS, "classic"),
        (ROOTS_OF_IDENTITY_ENGINE, "identity-engine"),
    ],
)
def test_logins_stand_for_users_and_keys_for_whom_has_none(content: dict[str, Any], engine: str) -> None:
    assert login_column(_rows(content, engine)) == ["mia@acme.example", "2", "3"]


@pytest.mark.parametrize("content", [FLAT, API, API_WITH_NULLS, ROOTS])
def test_an_attribute_that_nobody_has_is_none(content: dict[str, Any]) -> None:
    assert profile_column(_rows(content), "email") == [None, None, None]


def test_attributes_inside_of_others_are_reached() -> None:
    users = [{"profile": {"office": {"city": "Oslo"}}}, {"profile": {"office": None}}, None]
    rows = _rows({"id": ["1", "2", "3"], "user": users}, "identity-engine")
    assert user_column(rows, ("profile", "office", "city")) == ["Oslo", None, None]
