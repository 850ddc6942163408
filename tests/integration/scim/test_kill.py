"""Kill -9 of the service in the middle of a push; started again, the push repeated: everybody is there once."""

from __future__ import annotations

import threading
from collections import Counter
from pathlib import Path

import httpx2

import oktaexpr
from simulator.licenses import NAMESPACE
from simulator.okta.app import OktaApp
from simulator.okta.push import push
from simulator.okta.transport import Retry, Transport
from tests.support.scim_process import TOKEN, service_process

EVERYBODY = 1000
APP = OktaApp(expression="isMemberOfGroupName(\"dbt_developers\") ? 'developer' : 'read_only'")
HASTY = Retry(attempts=3, first_wait=0.05, longest_wait=0.1)


def people(count: int) -> oktaexpr.Directory:
    """Return a directory where every third user is a developer."""
    logins = [f"user{number}@acme.example" for number in range(count)]
    users = [
        {
            "id": f"00u{number}",
            "status": "ACTIVE",
            "profile": {"login": login, "email": login, "firstName": "U", "lastName": f"{number}"},
        }
        for number, login in enumerate(logins)
    ]
    groups = [{"name": "dbt_developers", "members": logins[::3]}]
    return oktaexpr.Directory.from_data({"users": users, "groups": groups})


def licenses(url: str) -> list[tuple[str, str]]:
    """Return userName and license of everybody the service knows."""
    headers = {"Authorization": f"Bearer {TOKEN}"}
    answer = httpx2.get(f"{url}/Users", headers=headers, trust_env=False).json()
    assert answer["totalResults"] == len(answer["Resources"])
    return [(user["userName"], user[NAMESPACE]["licenseType"]) for user in answer["Resources"]]


def expected(count: int) -> dict[str, str]:
    return {
        f"user{number}@acme.example": "read_only" if number % 3 else "developer" for number in range(count)
    }


def test_nobody_is_lost_or_doubled(tmp_path: Path) -> None:
    directory, database = people(EVERYBODY), tmp_path / "scim.sqlite3"
    killed_at = EVERYBODY // 2
    with service_process(database) as (process, url), Transport(url, TOKEN, retry=HASTY) as transport:
        # A moment later, so that the next request is on its way.
        killer = threading.Timer(0.002, process.kill)
        first = push(
            directory,
            APP,
            transport,
            progress=lambda done, everybody, result: killer.start() if done == killed_at else None,
        )
    assert first.interrupted is not None
    sent = first.users[: EVERYBODY - len(first.not_sent)]
    assert killed_at <= len(sent) < len(first.users) == EVERYBODY
    with service_process(database) as (process, url), Transport(url, TOKEN) as transport:
        told = {result.user_name: result.license for result in sent}
        assert told.items() <= dict(licenses(url)).items(), "what the client was told is still there"
        second = push(directory, APP, transport, groups=["dbt_developers"])
        stored = licenses(url)
    assert second.is_complete
    assert Counter(result.action.value for result in second.users)["updated"] >= killed_at
    assert len(stored) == EVERYBODY
    assert dict(stored) == expected(EVERYBODY)


def test_killed_again_and_again(tmp_path: Path) -> None:
    """Each service lives a little longer than the one before, so that the kill hits another step each time."""
    count, lives = 60, (0.05, 0.11, 0.17, 0.23)
    directory, database = people(count), tmp_path / "scim.sqlite3"
    for life in lives:
        with service_process(database) as (process, url), Transport(url, TOKEN, retry=HASTY) as transport:
            killer = threading.Timer(life, process.kill)
            killer.start()
            report = push(directory, APP, transport)
            killer.join()
            assert report.failed == ()
    with service_process(database) as (process, url), Transport(url, TOKEN) as transport:
        assert push(directory, APP, transport).is_complete
        stored = licenses(url)
    assert len(stored) == count
    assert dict(stored) == expected(count)
