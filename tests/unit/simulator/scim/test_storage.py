"""The storage against the contract that scim2-server publishes for every storage."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from scim2_server.testing import ScimStorageContract

from simulator.scim.database import Database
from simulator.scim.storage import SqliteStorage


class TestSqliteStorage(ScimStorageContract):
    @pytest.fixture
    def storage(self, provider) -> Iterator[SqliteStorage]:
        database = Database()
        with database.transaction() as connection:
            yield SqliteStorage(connection, provider)
        database.close()


for name in dir(ScimStorageContract):
    if name.startswith("test_cursor"):  # the service announces no cursors
        setattr(TestSqliteStorage, name, None)
