"""Many threads at once: writes to one user take turns, and nobody gets a seat that is not there."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import httpx2

from simulator.licenses import NAMESPACE
from tests.support.scim_service import PATCH, TOKEN, Running, okta_user, running

THREADS = 8


def send(service: Running, method: str, path: str, body: object, **headers: str) -> httpx2.Response:
    """Send one request on a connection of its own, as separate clients do."""
    return httpx2.request(
        method,
        f"{service.url}{path}",
        json=body,
        headers={"Authorization": f"Bearer {TOKEN}", **headers},
        trust_env=False,
    )


def test_one_name_is_created_once() -> None:
    with running() as service, ThreadPoolExecutor(THREADS) as threads:
        bodies = [okta_user("mia@acme.example") for _ in range(3 * THREADS)]
        answers = list(threads.map(lambda body: send(service, "POST", "/Users", body), bodies))
        assert Counter(answer.status_code for answer in answers) == {201: 1, 409: 3 * THREADS - 1}
        assert len(service.users()) == 1


def test_seats_are_not_given_twice() -> None:
    with running({"seats": {"developer": 5}}) as service, ThreadPoolExecutor(THREADS) as threads:
        bodies = [okta_user(f"user{number}@acme.example") for number in range(3 * THREADS)]
        answers = list(threads.map(lambda body: send(service, "POST", "/Users", body), bodies))
        assert Counter(answer.status_code for answer in answers) == {201: 5, 400: 3 * THREADS - 5}
        assert len(service.users()) == 5


def test_writes_to_one_user_take_turns() -> None:
    """Every PUT is whole: license, display name and title of the last state come from one and the same request."""
    with running({"analyst": True}) as service, ThreadPoolExecutor(THREADS) as threads:
        user_id = service.http.post("/Users", json=okta_user("mia@acme.example")).json()["id"]
        kinds = ["developer", "read_only", "analyst"]
        bodies = [
            okta_user("mia@acme.example", kinds[number % 3], displayName=kinds[number % 3], title=f"{number}")
            for number in range(6 * THREADS)
        ]
        answers = list(threads.map(lambda body: send(service, "PUT", f"/Users/{user_id}", body), bodies))
        assert {answer.status_code for answer in answers} == {200}
        (user,) = service.users()
        assert user[NAMESPACE]["licenseType"] == user["displayName"] == kinds[int(user["title"]) % 3]
        versions = {answer.json()["meta"]["version"] for answer in answers}
        assert len(versions) == len(bodies), "each write was made on the state that the one before it left"


def test_if_match_lets_one_writer_win() -> None:
    with running() as service, ThreadPoolExecutor(THREADS) as threads:
        created = service.http.post("/Users", json=okta_user("mia@acme.example")).json()
        bodies = [
            {"schemas": [PATCH], "Operations": [{"op": "replace", "path": "title", "value": f"{number}"}]}
            for number in range(THREADS)
        ]
        answers = list(
            threads.map(
                lambda body: send(
                    service,
                    "PATCH",
                    f"/Users/{created['id']}",
                    body,
                    **{"If-Match": created["meta"]["version"]},
                ),
                bodies,
            )
        )
        assert Counter(answer.status_code for answer in answers) == {204: 1, 412: THREADS - 1}


def test_group_members_added_at_once_are_all_there() -> None:
    with running() as service, ThreadPoolExecutor(THREADS) as threads:
        ids = [
            service.http.post("/Users", json=okta_user(f"user{number}@acme.example")).json()["id"]
            for number in range(2 * THREADS)
        ]
        group = service.http.post(
            "/Groups",
            json={
                "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"],
                "displayName": "dbt_developers",
            },
        ).json()["id"]
        bodies = [
            {"schemas": [PATCH], "Operations": [{"op": "add", "path": "members", "value": [{"value": one}]}]}
            for one in ids
        ]
        answers = list(threads.map(lambda body: send(service, "PATCH", f"/Groups/{group}", body), bodies))
        assert {answer.status_code for answer in answers} == {204}
        members = service.http.get(f"/Groups/{group}").json()["members"]
        assert sorted(member["value"] for member in members) == sorted(ids)
