"""A SCIM service in a process of its own, which a test can kill: `python scim_process.py DATABASE`, or from a test."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

TOKEN = "token-for-tests"


@contextmanager
def service_process(database: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Start a service on a file and give the process and the address; it is killed when the block ends."""
    command = [sys.executable, __file__, str(database)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process, process.stdout.readline().strip()
        finally:
            process.kill()


def main(database: str) -> None:
    """Serve until killed."""
    from simulator.account import DbtAccount
    from simulator.scim.starting import open_service

    account = DbtAccount.from_mapping(
        {"plan": "enterprise", "scim": {"enabled": True, "scim_controlled_license_type": True}}
    )
    with open_service(account, TOKEN, database=database) as server:
        server.serve(lambda url: print(url, flush=True))


if __name__ == "__main__":
    main(sys.argv[1])
