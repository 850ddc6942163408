"""The database file: what it refuses to open, and what is still there after a restart."""

from __future__ import annotations

import sqlite3
import stat
from pathlib import Path

import pytest

from simulator.errors import ServiceError
from simulator.scim.database import SCHEMA_VERSION, Database
from tests.support.scim_service import okta_user, running


def test_a_restart_loses_nothing(tmp_path: Path) -> None:
    path = str(tmp_path / "scim.sqlite3")
    with running(database=path) as service:
        service.http.post("/Users", json=okta_user("mia@acme.example", "read_only"))
        before = service.users()
    with running(database=path) as service:
        after = service.users()
        assert service.license("mia@acme.example") == "read_only"
    for user in (*before, *after):
        del user["meta"]["location"]  # holds the port
    assert before == after


def test_invites_are_accepted_by_a_restart_that_says_so(tmp_path: Path) -> None:
    path = str(tmp_path / "scim.sqlite3")
    with running(settings={"accept_invites": False}, database=path) as service:
        user_id = service.http.post("/Users", json=okta_user("mia@acme.example")).json()["id"]
        group = {
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"],
            "displayName": "dbt_developers",
            "members": [{"value": user_id}],
        }
        assert service.http.post("/Groups", json=group).status_code == 400
    with running(database=path) as service:
        assert service.http.post("/Groups", json=group).status_code == 201


def test_passwords_are_not_kept(tmp_path: Path) -> None:
    path = tmp_path / "scim.sqlite3"
    with running(database=str(path)) as service:
        service.http.post("/Users", json=okta_user("mia@acme.example", password="very-secret-indeed"))
    stored = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"mia@acme.example" in stored
    assert b"very-secret-indeed" not in stored


def test_the_file_is_the_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "scim.sqlite3"
    Database(str(path)).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_failed_transaction_leaves_nothing() -> None:
    database = Database()
    row = "INSERT INTO resources VALUES ('id', 'User', '{}', '', '', 1)"
    with pytest.raises(sqlite3.IntegrityError), database.transaction() as connection:
        [connection.execute(row) for _ in range(2)]
    with database.transaction() as connection:
        assert connection.execute("SELECT COUNT(*) FROM resources").fetchone() == (0,)
    database.close()


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite3"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE theirs (id)")
    connection.close()
    content = path.read_bytes()
    with pytest.raises(ServiceError, match="another program"):
        Database(str(path))
    assert path.read_bytes() == content


def test_a_newer_schema_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "scim.sqlite3"
    Database(str(path)).close()
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    connection.close()
    with pytest.raises(ServiceError, match="newer version"):
        Database(str(path))


@pytest.mark.parametrize("content", [b"no database at all, but long enough to be one" * 100])
def test_a_file_that_is_no_database(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(content)
    with pytest.raises(ServiceError, match=r"notes\.txt cannot be used"):
        Database(str(path))
    assert path.read_bytes() == content


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ServiceError, match="cannot be used"):
        Database(str(tmp_path / "missing" / "scim.sqlite3"))
