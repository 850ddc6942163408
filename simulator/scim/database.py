"""The file that the service keeps everything in: SQLite with a write-ahead log, one transaction a request."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from simulator.errors import ServiceError

MEMORY = ":memory:"
"""In place of a path: nothing outlives the service."""

_APPLICATION_ID = 0x0E1DB7
"""Marks the files of this program, so that no other database is written to by mistake."""

_MIGRATIONS = (
    """
    CREATE TABLE resources (
        id TEXT PRIMARY KEY,
        type TEXT NOT NULL,
        document TEXT NOT NULL,
        created TEXT NOT NULL,
        modified TEXT NOT NULL,
        version INTEGER NOT NULL
    );
    CREATE INDEX resources_by_type ON resources (type);
    CREATE TABLE unique_values (
        attribute TEXT NOT NULL,
        value TEXT NOT NULL,
        resource_id TEXT NOT NULL REFERENCES resources (id) ON DELETE CASCADE,
        PRIMARY KEY (attribute, value)
    ) WITHOUT ROWID;
    CREATE INDEX unique_values_by_resource ON unique_values (resource_id);
    CREATE TABLE members (
        group_id TEXT NOT NULL REFERENCES resources (id) ON DELETE CASCADE,
        member_id TEXT NOT NULL,
        PRIMARY KEY (group_id, member_id)
    ) WITHOUT ROWID;
    CREATE INDEX members_by_member ON members (member_id);
    CREATE TABLE licenses (
        user_id TEXT PRIMARY KEY REFERENCES resources (id) ON DELETE CASCADE,
        license TEXT,
        pending INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX licenses_by_type ON licenses (license, pending);
    """,
)
"""One script a schema version, oldest first; a script that was released is never changed."""

SCHEMA_VERSION = len(_MIGRATIONS)


class Database:
    """One connection that requests take turns with, so that writes to one user cannot cross."""

    def __init__(self, path: str = MEMORY) -> None:
        """Open or create the file. Raises `ServiceError` where it is no file of this program, or of a newer one."""
        self.path = path
        self._lock = threading.RLock()
        try:
            _create_private(path)
            self._connection = sqlite3.connect(
                path, timeout=10, isolation_level=None, check_same_thread=False
            )
        except (sqlite3.Error, OSError) as error:
            raise _unusable(path, error) from None
        try:
            self._prepare()
        except sqlite3.Error as error:
            self._connection.close()
            raise _unusable(path, error) from None
        except ServiceError:
            self._connection.close()
            raise

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Hold the only connection; what was written counts when the block ends, and never happened if it raises."""
        with self._lock:
            # At once, not at the first write: another process on the same file waits instead of failing half-way.
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def close(self) -> None:
        """Close the file after the request that runs."""
        with self._lock:
            self._connection.close()

    def _prepare(self) -> None:
        connection = self._connection
        # FULL: what a client was told is on the disk, even if the machine stops in that moment.
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        version = self._read_version()
        connection.execute("PRAGMA journal_mode = WAL")
        if version == SCHEMA_VERSION:
            return
        with self.transaction():
            for script in _MIGRATIONS[self._read_version() :]:
                for statement in script.split(";"):
                    connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")

    def _read_version(self) -> int:
        (version,) = self._connection.execute("PRAGMA user_version").fetchone()
        (application,) = self._connection.execute("PRAGMA application_id").fetchone()
        (tables,) = self._connection.execute("SELECT COUNT(*) FROM sqlite_schema").fetchone()
        if tables and application != _APPLICATION_ID:
            message = f"{self.path} is a database of another program; choose another file"
            raise ServiceError(message)
        if version > SCHEMA_VERSION:
            message = f"{self.path} was written by a newer version of this program (schema {version})"
            raise ServiceError(message)
        return int(version)


def _unusable(path: str, error: Exception) -> ServiceError:
    return ServiceError(f"{path} cannot be used as the database of the service: {error}")


def _create_private(path: str) -> None:
    """Let the owner alone read a new file, since it holds names and addresses of people."""
    if path != MEMORY and not Path(path).exists():
        Path(path).touch(mode=0o600)
