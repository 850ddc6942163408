"""The service put together: database, application, server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from simulator.account import DbtAccount
from simulator.scim.application import DbtScimApplication, Watcher
from simulator.scim.database import MEMORY, Database
from simulator.scim.server import ScimServer
from simulator.scim.settings import ServiceSettings


@contextmanager
def open_service(
    account: DbtAccount,
    token: str,
    *,
    database: str = MEMORY,
    settings: ServiceSettings | None = None,
    host: str = "127.0.0.1",
    port: int = 0,
    allow_remote: bool = False,
    watch: Watcher | None = None,
) -> Iterator[ScimServer]:
    """Give a service that listens and does not serve yet: call its `serve`, or enter it to serve in a thread.

    `database` is a file that is made where there is none. Raises `ServiceError` for a token, a file or an address
    that cannot be used; `simulator.scim.extra.require_scim` has to have passed before this module is imported.
    """
    store = Database(database)
    try:
        application = DbtScimApplication(store, account, token, settings, watch)
        server = ScimServer(application, host, port, allow_remote=allow_remote)
        try:
            yield server
        finally:
            server.close()
    finally:
        store.close()
