"""Random requests to the SCIM service against a small model: who exists, who has which license, how many seats are free."""

from __future__ import annotations

import io
import json
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from simulator.account import DbtAccount
from simulator.licenses import NAMESPACE
from simulator.scim.application import DbtScimApplication
from simulator.scim.database import Database
from tests.support.scim_service import ACCOUNT, PATCH, TOKEN, okta_user

SEATS = {"developer": 2, "read_only": 3, "it": 1}
NAMES = st.sampled_from([f"user{number}@acme.example" for number in range(6)])
LICENSES = st.sampled_from(["developer", "read_only", "it"])
WRONG = st.sampled_from(["analyst", "Developer", "", None, 1, "explorer"])


class Service(RuleBasedStateMachine):
    """The model: `people` maps a userName to the license, None for somebody inactive."""

    def __init__(self) -> None:
        super().__init__()
        self.database = Database()
        account = DbtAccount.from_mapping({**ACCOUNT, "seats": SEATS})
        self.application = DbtScimApplication(self.database, account, TOKEN)
        self.people: dict[str, str | None] = {}
        self.ids: dict[str, str] = {}

    def teardown(self) -> None:
        self.database.close()

    def call(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        content = b"" if body is None else json.dumps(body).encode()
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": f"{self.application.settings.base_path}{path}",
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80",
            "SCRIPT_NAME": "",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(content),
            "CONTENT_LENGTH": str(len(content)),
            "CONTENT_TYPE": "application/scim+json",
            "HTTP_AUTHORIZATION": f"Bearer {TOKEN}",
        }
        started: list[str] = []
        answer = b"".join(self.application(environ, lambda status, headers: started.append(status)))
        return int(started[0][:3]), json.loads(answer) if answer else None

    def has_seat(self, name: str, wanted: str) -> bool:
        held = [license_type for other, license_type in self.people.items() if other != name]
        return held.count(wanted) < SEATS[wanted]

    def expect(self, status: int, fine: int, name: str, license_type: str) -> None:
        """Compare one write of a license with what the seats allow, and note what came of it."""
        if self.has_seat(name, license_type):
            assert status == fine
            self.people[name] = license_type
        else:
            assert status == 400

    @rule(name=NAMES, license_type=LICENSES)
    def create(self, name: str, license_type: str) -> None:
        status, body = self.call("POST", "/Users", okta_user(name, license_type))
        if name in self.people:
            assert status == 409
            return
        self.expect(status, 201, name, license_type)
        if status == 201:
            self.ids[name] = body["id"]

    @rule(name=NAMES, wrong=WRONG)
    def create_wrongly(self, name: str, wrong: object) -> None:
        status, _ = self.call("POST", "/Users", okta_user(name, wrong))
        assert status == (409 if name in self.people else 400)

    @precondition(lambda self: self.people)
    @rule(data=st.data(), license_type=LICENSES, with_path=st.booleans())
    def change(self, data: st.DataObject, license_type: str, with_path: bool) -> None:
        name = data.draw(st.sampled_from(sorted(self.people)))
        path = f"/Users/{self.ids[name]}"
        if not with_path:
            status, _ = self.call("PUT", path, okta_user(name, license_type))
            self.expect(status, 200, name, license_type)
        elif self.people[name] is not None:
            operation = {"op": "replace", "path": f"{NAMESPACE}:licenseType", "value": license_type}
            status, _ = self.call("PATCH", path, {"schemas": [PATCH], "Operations": [operation]})
            self.expect(status, 204, name, license_type)

    @precondition(lambda self: self.people)
    @rule(data=st.data(), wrong=WRONG)
    def change_wrongly(self, data: st.DataObject, wrong: object) -> None:
        name = data.draw(st.sampled_from(sorted(self.people)))
        status, _ = self.call("PUT", f"/Users/{self.ids[name]}", okta_user(name, wrong))
        assert status == 400

    @precondition(lambda self: self.people)
    @rule(data=st.data(), with_put=st.booleans())
    def deactivate(self, data: st.DataObject, with_put: bool) -> None:
        name = data.draw(st.sampled_from(sorted(self.people)))
        path = f"/Users/{self.ids[name]}"
        if with_put:
            assert self.call("PUT", path, okta_user(name, active=False))[0] == 200
        else:
            operation = {"op": "replace", "value": {"active": False}}
            assert self.call("PATCH", path, {"schemas": [PATCH], "Operations": [operation]})[0] == 204
        self.people[name] = None

    @precondition(lambda self: self.people)
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self.people)))
        assert self.call("DELETE", f"/Users/{self.ids[name]}")[0] == 204
        assert self.call("GET", f"/Users/{self.ids[name]}")[0] == 404
        del self.people[name], self.ids[name]

    @invariant()
    def everybody_is_as_modelled(self) -> None:
        _, listed = self.call("GET", "/Users")
        found = {user["userName"]: user.get(NAMESPACE, {}).get("licenseType") for user in listed["Resources"]}
        assert found == self.people
        assert len(listed["Resources"]) == len(self.people)
        with self.database.transaction() as connection:
            held = connection.execute("SELECT license FROM licenses").fetchall()
        assert sorted(held, key=str) == sorted([(one,) for one in self.people.values()], key=str)


TestService = Service.TestCase
TestService.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)
