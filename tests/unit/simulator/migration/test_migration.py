"""The four steps over everybody: who moves, who is refused, seats, and the report's formats."""

from __future__ import annotations

import csv
import io
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

import pytest

from oktaexpr import Directory, DirectoryError, ExpressionSyntaxError
from simulator.account import DbtAccount
from simulator.licenses import LicenseType
from simulator.migration import Direction, Migration, Move, Phase, Trouble, migrate
from simulator.migration.chart import draw_chart, groups
from simulator.migration.page import draw_page, draw_svg
from simulator.migration.text import draw_migration, migration_csv
from simulator.profile_editor import LicenseAttribute
from simulator.timeline import SimulatedApp

ANN, BO, CY, DI, ED, FAY = (f"{name}@acme.example" for name in ("ann", "bo", "cy", "di", "ed", "fay"))
DIRECTORY = Directory.from_data(
    {
        "now": "2026-03-01T09:00:00Z",
        "users": [
            {"profile": {"login": ANN}, "groups": ["dev"]},
            {"profile": {"login": BO}, "groups": ["ro"]},
            {"profile": {"login": CY}, "groups": []},
            {"profile": {"login": DI}, "groups": ["dev"]},
            {"profile": {"login": ED}, "groups": ["dev"], "status": "DEPROVISIONED"},
            {"profile": {"login": FAY}, "groups": ["dev"]},
        ],
        "groups": [{"name": "dev"}, {"name": "ro"}],
        "apps": [
            {
                "name": "dbt",
                "users": {ANN: {}, BO: {"licenseType": "it"}, CY: {}, DI: {"userName": "di"}, ED: {}},
            }
        ],
    }
)
MAPS = {"developer": "dev", "read_only": "ro"}
PUBLISHED = "isMemberOfGroupName('dev') ? 'developer' : 'read_only'"


def _migrate(mapping: str = PUBLISHED, app: str | None = "dbt", **account: Any) -> Migration:
    given = DbtAccount.from_mapping({"plan": "enterprise", "license_maps": MAPS, **account})
    return migrate(DIRECTORY, given, SimulatedApp(attribute=LicenseAttribute(mapping=mapping), name=app))


def _moves(report: Migration) -> dict[str, Move]:
    return {move.login: move for move in report.moves}


def test_maps_go_on_until_the_attribute_is_tested() -> None:
    # Section 9 of the facts: step 1 leaves maps working, step 3 tests the attribute before the toggle of step 4.
    cy = _moves(_migrate())[CY]
    assert {phase.value: name and name.value for phase, name in cy.licenses.items()} == {
        "before": "developer",
        "set_up": "developer",
        "configured": "developer",
        "tested": "read_only",
        "signed_in": "developer",
        "after": "read_only",
    }


def test_who_is_in_neither_group_goes_down() -> None:
    # F5.1 against F6.1
    report = _migrate()
    assert [move.login for move in report.going(Direction.DOWNGRADE)] == [CY]
    assert report.going(Direction.UPGRADE) == []
    assert [move.login for move in report.overwritten] == [CY]


def test_what_an_app_stored_before_does_not_count() -> None:
    assert _moves(_migrate())[BO].before is LicenseType.READ_ONLY


def test_a_user_name_that_is_no_address_is_refused_and_never_provisioned() -> None:
    # F10.11
    report = _migrate()
    assert [(move.login, move.user_name, move.email) for move in report.misnamed] == [(DI, "di", DI)]
    assert [move.login for move in report.refused] == [DI]
    assert {one.login: one.why for one in report.absent} == {
        DI: "userName is not an e-mail address",
        ED: "deactivated in Okta",
        FAY: "the app is not assigned",
    }


def test_without_an_app_everybody_active_migrates() -> None:
    assert list(_moves(_migrate(app=None))) == [ANN, BO, CY, DI, FAY]


def test_seats_tell_what_is_wanted_and_what_is_missing() -> None:
    # Four sign in as Developer before; the fifth seat in use is somebody else's.
    report = _migrate(
        app=None, seats={"developer": {"total": 3, "in_use": 5, "limited": False}, "read_only": 9}
    )
    assert (report.seats[0].others, report.seats[0].total) == (1, None)
    report = _migrate(app=None, seats={"developer": {"total": 3, "in_use": 4}, "read_only": 9})
    developer, read_only, _ = report.seats
    assert (developer.license, developer.wanted, developer.others, developer.total) == ("developer", 3, 1, 3)
    assert developer.over == 1
    assert developer.problem == "1 over the limit of 3"
    assert (read_only.wanted, read_only.over, read_only.problem) == (2, 0, None)
    assert report.troubles()[Trouble.SEATS] == "Developer: 1 over the limit of 3"


def test_a_type_that_the_account_lacks_is_told() -> None:
    # F2.6
    report = _migrate("'analyst'")
    (analyst,) = [line for line in report.seats if line.license is LicenseType.ANALYST]
    assert analyst.problem == "the account does not have it, and 4 users would get it"
    assert {str(move.error) for move in report.refused} == {"license_type_unavailable", "username_not_email"}


def test_no_license_is_the_least_access() -> None:
    # F2.15: without a seat a new user stays unlicensed at the sign-in.
    report = _migrate("'read_only'", seats={"developer": 0})
    assert _moves(report)[ANN].before is None
    assert _moves(report)[ANN].direction is Direction.UPGRADE


def test_values_outside_the_enumeration_are_found_before_anyone_gets_them() -> None:
    report = _migrate("isMemberOfGroupName('none') ? 'Developer' : 'read_only'")
    assert [finding.code for finding in report.findings] == ["DBT102"]
    assert "'Developer'" in report.troubles()[Trouble.ERROR]


def test_a_mapping_without_a_value_leaves_the_license() -> None:
    move = _moves(_migrate("user.team.length() > 0 ? 'it' : 'read_only'"))[BO]
    assert move.failure
    assert move.after is LicenseType.READ_ONLY


def test_nothing_to_report_is_no_trouble() -> None:
    report = migrate(
        Directory.from_data(
            {"users": [{"profile": {"login": ANN}, "groups": ["dev"]}], "groups": [{"name": "dev"}]}
        ),
        DbtAccount.from_mapping({"plan": "enterprise", "license_maps": MAPS}),
        SimulatedApp(attribute=LicenseAttribute(mapping=PUBLISHED)),
    )
    assert report.troubles() == {}
    assert "Nobody gets another license" in draw_page(report)


def test_progress_reaches_the_end_and_never_goes_back() -> None:
    told: list[tuple[int, int]] = []
    account = DbtAccount.from_mapping({"plan": "enterprise"})
    app = SimulatedApp(attribute=LicenseAttribute(mapping=PUBLISHED))
    migrate(DIRECTORY, account, app, progress=lambda done, total: told.append((done, total)))
    assert {total for _, total in told} == {5 * len(Phase)}
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert told[-1][0] == 5 * len(Phase)


def test_what_cannot_migrate_is_refused() -> None:
    with pytest.raises(ExpressionSyntaxError):
        _migrate("1 +")
    with pytest.raises(DirectoryError, match="dbtt"):
        _migrate(app="dbtt")


def test_csv_has_every_user_in_every_state() -> None:
    rows = list(csv.DictReader(io.StringIO(migration_csv(_migrate()))))
    assert [row["user"] for row in rows] == [ANN, BO, CY, DI]
    assert rows[2]["tested"] == "read_only"
    assert rows[2]["signed_in"] == "developer"
    assert (rows[3]["userName"], rows[3]["error"]) == ("di", "username_not_email")


def test_json_counts_every_state() -> None:
    data = _migrate().to_mapping()
    counts = {phase["phase"]: phase["licenses"] for phase in data["phases"]}
    assert counts["before"] == {"developer": 3, "read_only": 1}
    assert counts["after"] == {"developer": 2, "read_only": 2}
    assert data["never_provisioned"][0] == {"user": DI, "why": "userName is not an e-mail address"}
    assert data["overwritten_by_sign_in"] == [CY]


def test_the_longest_bar_is_the_largest_count() -> None:
    lines = draw_chart(_migrate(), width=120, color=False).splitlines()
    bars = {line.split("█")[0].strip(): line.count("█") for line in lines if "█" in line}
    assert bars["Developer before                 3"] == 40
    assert bars["Read-Only before                 1"] == 13


def test_the_picture_is_well_formed_and_drawn_to_scale() -> None:
    picture = ElementTree.fromstring(draw_svg(list(groups(_migrate()))))
    widths = [float(bar.attrib["width"]) for bar in picture.iter("rect")]
    assert widths == [480, 320, 480, 320, 160, 320, 160, 320]
    title = picture.find("title")
    assert title is not None
    assert title.text == "Developer: 3 before, 2 after; Read-Only: 1 before, 2 after"


class _Tags(HTMLParser):
    """Collects what a page would load and run, and checks that tags close in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.loads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.loads += [tag] if tag in ("script", "link", "img", "iframe") else []
        self.loads += [name for name, _ in attrs if name in ("src", "href") or name.startswith("on")]
        if tag not in ("meta", "wbr"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_loads_nothing_and_shows_texts_as_texts() -> None:
    page = draw_page(_migrate("'<script>alert(1)</script>'"))
    tags = _Tags()
    tags.feed(page)
    assert (tags.open, tags.loads) == ([], [])
    assert "&lt;script&gt;alert(1)" in page
    assert "url(" not in page


def test_the_terminal_names_who_moves_and_why() -> None:
    text = draw_migration(_migrate(), width=160, color=False)
    assert "Less access than before: 1" in text
    assert "press Manual Push after turning the toggle on" in text
    assert f"userName is not the e-mail address of {DI} (di against {DI})" in text
    assert "- deactivated in Okta: ed@acme.example" in text
