"""A push against a running service: who ends with which license, and what happens when it goes wrong in between."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import oktaexpr
from simulator.account import DbtAccount
from simulator.okta.app import OktaApp
from simulator.okta.client import Action
from simulator.okta.push import PushReport, push
from simulator.okta.transport import Retry, Transport
from simulator.scim.application import DbtScimApplication
from simulator.scim.database import Database
from simulator.scim.server import ScimServer
from tests.support.scim_service import ACCOUNT, TOKEN, okta_user, running

PUBLISHED = "isMemberOfGroupName(\"dbt_developers\") ? 'developer' : 'read_only'"
MADE_BY = pytest.mark.parametrize("made_by", ["wizard", "catalogue"])


def org(**statuses: str) -> oktaexpr.Directory:
    """Return a directory of people by name and status; names in capitals are developers."""
    users = [
        {
            "id": f"00u{name}",
            "status": status,
            "profile": {"login": login(name), "email": login(name), "firstName": name, "lastName": "Roe"},
        }
        for name, status in statuses.items()
    ]
    developers = [login(name) for name in statuses if name.isupper()]
    return oktaexpr.Directory.from_data(
        {"users": users, "groups": [{"name": "dbt_developers", "members": developers}]}
    )


def login(name: str) -> str:
    return f"{name.lower()}@acme.example"


def push_to(url: str, directory: oktaexpr.Directory, app: OktaApp, **how: Any) -> PushReport:
    with Transport(url, TOKEN, retry=Retry(attempts=3), sleep=lambda seconds: None) as transport:
        return push(directory, app, transport, **how)


@MADE_BY
def test_licenses_follow_the_groups(made_by: Any) -> None:
    app = OktaApp(expression=PUBLISHED, made_by=made_by)
    with running() as service:
        first = push_to(service.url, org(MIA="ACTIVE", bob="ACTIVE"), app, groups=["dbt_developers"])
        assert [(one.action, one.sent, one.license) for one in first.users] == [
            (Action.CREATED, "developer", "developer"),
            (Action.CREATED, "read_only", "read_only"),
        ]
        assert [(one.action, one.members) for one in first.groups] == [(Action.CREATED, 1)]
        second = push_to(service.url, org(mia="ACTIVE", BOB="ACTIVE"), app, groups=["dbt_developers"])
        assert [(one.action, one.license) for one in second.users] == [
            (Action.UPDATED, "read_only"),
            (Action.UPDATED, "developer"),
        ]
        (group,) = service.state()["Groups"]["Resources"]
        assert [member["display"] for member in group["members"]] == ["bob@acme.example"]
        assert first.is_complete
        assert second.is_complete


@MADE_BY
def test_people_who_leave(made_by: Any) -> None:
    app = OktaApp(expression=PUBLISHED, made_by=made_by)
    with running() as service:
        push_to(service.url, org(MIA="ACTIVE"), app)
        report = push_to(service.url, org(MIA="DEPROVISIONED", bob="DEPROVISIONED"), app)
        assert [one.action for one in report.users] == [Action.DEACTIVATED, Action.ABSENT]
        assert service.license("mia@acme.example") is None
        again = push_to(service.url, org(MIA="ACTIVE"), app)
        assert [(one.action, one.license) for one in again.users] == [(Action.UPDATED, "developer")]


def test_a_refusal_is_reported_and_the_others_are_served() -> None:
    app = OktaApp(expression="user.firstName == 'MIA' ? 'Developer' : 'read_only'")
    with running() as service:
        report = push_to(service.url, org(MIA="ACTIVE", bob="ACTIVE"), app)
    mia, bob = report.users
    assert (mia.action, mia.license) == (Action.FAILED, None)
    assert mia.error is not None
    assert mia.error.startswith("400 ")
    assert "F6.9" in mia.error
    assert (bob.action, bob.error) == (Action.CREATED, None)
    assert report.failed == (mia,)
    assert mia.to_mapping() == {
        "login": "mia@acme.example",
        "userName": "mia@acme.example",
        "action": "failed",
        "sent": "Developer",
        "license": None,
        "id": None,
        "error": mia.error,
    }


def test_an_expression_without_a_value_sends_no_license() -> None:
    with running() as service:
        service.http.post("/Users", json=okta_user("mia@acme.example", "read_only"))
        report = push_to(service.url, org(mia="ACTIVE"), OktaApp(expression="user.nothing.at.all"))
    (mia,) = report.users
    assert (mia.action, mia.sent, mia.license) == (Action.UPDATED, None, "read_only")
    assert mia.error is not None
    assert mia.error.startswith("no license was sent")


def test_a_number_is_no_license() -> None:
    with running() as service:
        report = push_to(service.url, org(mia="ACTIVE"), OktaApp(expression="1 + 1"))
    assert (
        report.users[0].error == "no license was sent: the mapping gives Integer, and the attribute is text"
    )


def test_members_who_are_not_part_of_this_push_stay() -> None:
    app = OktaApp(expression=PUBLISHED)
    directory = org(MIA="ACTIVE", BOB="ACTIVE", EVE="ACTIVE")
    with running() as service:
        push_to(service.url, directory, app, logins=["bob@acme.example"])
        report = push_to(service.url, directory, app, logins=["mia@acme.example"], groups=["dbt_developers"])
        (group,) = service.state()["Groups"]["Resources"]
    assert [one.members for one in report.groups] == [2]
    assert sorted(member["display"] for member in group["members"]) == [
        "bob@acme.example",
        "mia@acme.example",
    ]


def test_progress_is_told() -> None:
    seen = []
    with running() as service:
        push_to(
            service.url,
            org(mia="ACTIVE", bob="ACTIVE"),
            OktaApp(expression=PUBLISHED),
            progress=lambda done, everybody, result: seen.append((done, everybody, result.login)),
        )
    assert seen == [(1, 2, "mia@acme.example"), (2, 2, "bob@acme.example")]


def test_a_post_whose_answer_is_lost_is_made_good() -> None:
    """The service writes the user and then breaks: the POST is made again, conflicts, and the user is found."""
    lost = []

    class Breaking(DbtScimApplication):
        def __call__(self, environ: Any, start_response: Callable[..., Any]) -> Any:
            if environ["REQUEST_METHOD"] != "POST" or lost:
                return super().__call__(environ, start_response)
            lost.append(super().__call__(environ, lambda status, headers: None))
            start_response("503 Service Unavailable", [("Content-Length", "0")])
            return [b""]

    database = Database()
    account = DbtAccount.from_mapping(ACCOUNT)
    with ScimServer(Breaking(database, account, TOKEN)) as server:
        report = push_to(server.url, org(mia="ACTIVE"), OktaApp(expression=PUBLISHED))
        with Transport(server.url, TOKEN) as transport:
            assert transport.send("GET", "/Users").body["totalResults"] == 1
    database.close()
    assert len(lost) == 1
    assert [(one.action, one.license) for one in report.users] == [(Action.UPDATED, "read_only")]


def test_what_was_not_sent_when_the_service_stops_answering() -> None:
    """The service answers for one user and then breaks every connection."""
    served = []

    class Dying(DbtScimApplication):
        def __call__(self, environ: Any, start_response: Callable[..., Any]) -> Any:
            if len(served) == 2:
                raise ConnectionAbortedError
            served.append(environ["REQUEST_METHOD"])
            return super().__call__(environ, start_response)

    database = Database()
    directory = org(MIA="ACTIVE", bob="ACTIVE", eve="ACTIVE")
    with ScimServer(Dying(database, DbtAccount.from_mapping(ACCOUNT), TOKEN)) as server:
        report = push_to(server.url, directory, OktaApp(expression=PUBLISHED), groups=["dbt_developers"])
    database.close()
    assert served == ["GET", "POST"]
    assert [(one.user_name, one.action, one.license) for one in report.users] == [
        ("mia@acme.example", Action.CREATED, "developer"),
        ("bob@acme.example", Action.NOT_SENT, None),
        ("eve@acme.example", Action.NOT_SENT, None),
    ]
    assert [one.to_mapping() for one in report.groups] == [
        {"name": "dbt_developers", "action": "not sent", "members": 0, "error": None}
    ]
    assert report.not_sent == (*report.users[1:], *report.groups)
    assert report.interrupted is not None
    assert "after 3 attempts" in report.interrupted
    assert not report.is_complete


NOBODY = '{"totalResults": 0}'
MIA = '{"Resources": [{"id": "1", "userName": "mia@acme.example"}]}'


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        (["200 OK <html>Sign in</html>"], "200, and no SCIM answer"),
        (["302 Found "], "302"),
        (['200 OK {"Resources": "none"}'], "200, and no SCIM answer"),
        (['200 OK {"Resources": null}'], "200, and no SCIM answer"),
        ([f"200 OK {NOBODY}", "200 OK <html>Sign in</html>"], "200, and no SCIM answer"),
        ([f"200 OK {NOBODY}", '201 Created {"id": 7}'], "201, and no SCIM answer"),
        ([f"200 OK {MIA}", "200 OK []"], "200, and no SCIM answer"),
        ([f"200 OK {MIA}", '200 OK {"id": "1"}', "302 Found "], "302"),
    ],
)
def test_an_answer_that_is_no_scim_is_no_success(answers: list[str], error: str) -> None:
    left = list(answers)

    class Scripted(DbtScimApplication):
        def __call__(self, environ: Any, start_response: Callable[..., Any]) -> Any:
            environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
            code, phrase, body = left.pop(0).split(" ", 2)
            start_response(f"{code} {phrase}", [("Content-Length", str(len(body)))])
            return [body.encode()]

    database = Database()
    with ScimServer(Scripted(database, DbtAccount.from_mapping(ACCOUNT), TOKEN)) as server:
        (mia,) = push_to(server.url, org(mia="ACTIVE"), OktaApp(expression=PUBLISHED)).users
    database.close()
    assert (mia.action, mia.error, left) == (Action.FAILED, error, [])
