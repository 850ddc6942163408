"""Whatever a file holds, reading it ends in a directory or in our error; what was written is what is read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oktaexpr.directory import Directory
from oktaexpr.directory.json_document import json_positions, read_json
from oktaexpr.directory.records import SECTIONS
from oktaexpr.directory.yaml_document import read_yaml, yaml_positions
from oktaexpr.errors import DirectoryError
from oktaexpr.render.redact import Redactor

TEXTS = st.text(st.characters(codec="utf-8"), max_size=12)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)
KEYS = (
    st.sampled_from([*SECTIONS, "profile", "login", "id", "name", "groups", "members", "manager", "user"])
    | TEXTS
)
SHAPES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=16,
)
FRAGMENTS = st.lists(
    st.sampled_from([*"[]{}:,-&*!?|>\"'#\n %@`", "a", "users", "&a ", "*a", "- ", ": ", "\n  ", "1", "null"])
).map("".join)


@given(VALUES)
def test_json_is_read_as_it_was_written(value: Any) -> None:
    assert read_json(json.dumps(value)) == (value, [])


@given(VALUES)
def test_yaml_is_read_as_it_was_written(value: Any) -> None:
    text = (
        yaml.dump(value, default_style='"', Dumper=yaml.SafeDumper)
        if isinstance(value, str)
        else json.dumps(value)
    )
    found, findings = read_yaml(text)
    assert (found, findings) == (value, []) or "\\ud" in text or not _is_yaml(text)


def _is_yaml(text: str) -> bool:
    """JSON is YAML but for a few characters and for keys of more than 1,024 characters."""
    try:
        list(yaml.parse(text, Loader=yaml.SafeLoader))
    except yaml.YAMLError:
        return False
    return True


@given(FRAGMENTS | TEXTS)
def test_any_text_is_read_or_refused(text: str) -> None:
    for read, positions in ((read_yaml, yaml_positions), (read_json, json_positions)):
        _, findings = read(text)
        assert all(0 <= (finding.offset or 0) <= len(text) for finding in findings)
        if read is read_yaml or not findings:
            assert all(0 <= at <= len(text) for at in positions(text).values())


@given(st.dictionaries(st.sampled_from(SECTIONS), SHAPES, max_size=4))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_any_data_gives_a_directory_or_our_error(data: dict[str, Any]) -> None:
    directory = _built(data)
    if isinstance(directory, DirectoryError):
        assert directory.diagnostics
        assert all(line.isprintable() for line in directory.message.split("\n"))
        return
    for login, scope in directory.scopes("identity-engine"):
        assert scope.user["profile"]["login"] == login


def _built(data: dict[str, Any]) -> Directory | DirectoryError:
    try:
        return Directory.from_data(data)
    except DirectoryError as error:
        return error


@given(st.lists(TEXTS.filter(bool), min_size=1, max_size=6, unique=True), st.data())
@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_file_gives_the_members_that_it_lists(
    tmp_path: Path, names: list[str], data: st.DataObject
) -> None:
    joined = data.draw(st.lists(st.sampled_from(names), unique=True))
    user = {"profile": {"login": "a@acme.example"}, "groups": joined}
    content = {"users": [user], "groups": [{"name": name} for name in names]}
    file = tmp_path / "directory.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    directory = Directory.load(file)
    for name in names:
        assert bool(directory.users_in(name)) == (name in joined)


@given(st.lists(st.text("abcxyzäß İ'\"<&\\", min_size=3, max_size=8), min_size=1, max_size=5), TEXTS)
def test_no_personal_text_survives_redaction(names: list[str], around: str) -> None:
    people = [name for name in names if name.strip()]
    redactor = Redactor(also=[{"q": name} for name in people])
    left = redactor.text(around.join(people))
    assert not any(name in left for name in people)
