"""Streams of users in the shapes that files have them: Parquet, profiles, memberships apart, and many batches."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from oktaexpr import ExpressionSyntaxError
from oktaexpr.columns import BATCH_ROWS, open_source
from simulator.account import DbtAccount
from simulator.licenses import LicenseType
from simulator.migration import Phase
from simulator.migration.listing import Kind
from simulator.migration.streams import FIRST_ROWS, Job, StreamedMigration, migrate_stream
from simulator.profile_editor import LicenseAttribute
from simulator.timeline import SimulatedApp

PUBLISHED = "isMemberOfGroupName('dev') ? 'developer' : 'read_only'"
MAPS = {"developer": "dev", "read_only": "ro"}
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)


def _migrated(
    place: Path, mapping: str = PUBLISHED, engine: Any = "classic", **account: Any
) -> StreamedMigration:
    given = DbtAccount.from_mapping({"license_maps": MAPS, **account})
    app = SimulatedApp(attribute=LicenseAttribute(mapping=mapping), engine=engine)
    return migrate_stream(Job(source=open_source(str(place)), account=given, app=app, now=NOW))


def _lines(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return path


def _before(report: StreamedMigration) -> dict[str, LicenseType | None]:
    return {move.login: move.before for move in report.moves}


@pytest.mark.parametrize(
    ("provider", "arrived"), [("okta", ["late"]), ("entra", ["late", "early"]), ("other", [])]
)
def test_groups_that_a_provider_does_not_send_match_no_map(
    tmp_path: Path, provider: str, arrived: list[str]
) -> None:
    # F5.23 and F5.24: Okta cuts a long list after 100 groups, Entra sends none of more than 150; no map is Developer.
    many = [f"other {number}" for number in range(200)]
    groups = {"none": None, "late": [*many, "ro"], "early": ["ro", *many], "few": ["ro"]}
    logins = [f"{name}@acme.example" for name in groups]
    table = pa.table({"login": logins, "groups": pa.array(groups.values(), pa.list_(pa.string()))})
    parquet.write_table(table, tmp_path / "users.parquet")
    found = _before(_migrated(tmp_path / "users.parquet", idp=provider))
    lost = [login for login in logins[1:] if found[login] is LicenseType.DEVELOPER]
    assert lost == [f"{name}@acme.example" for name in arrived]


def test_users_of_the_api_have_their_login_in_the_profile_and_their_status_beside_it(tmp_path: Path) -> None:
    profiles = [{"login": f"{name}@acme.example", "team": "data"} for name in ("ann", "bo")]
    rows = [
        {"id": str(number), "status": status, "profile": profile}
        for number, (status, profile) in enumerate(zip(("ACTIVE", "DEPROVISIONED"), profiles, strict=True))
    ]
    mapping = "user.profile.team == 'data' ? 'it' : 'read_only'"
    report = _migrated(_lines(tmp_path / "users.jsonl", rows), mapping, "identity-engine", seats={"it": 5})
    assert [(move.login, move.after) for move in report.moves] == [("ann@acme.example", LicenseType.IT)]
    assert [one.to_mapping() for one in report.absences().rows] == [
        {"user": "bo@acme.example", "why": "deactivated in Okta"}
    ]


def test_memberships_may_be_a_table_of_their_own(tmp_path: Path) -> None:
    _lines(tmp_path / "users.jsonl", [{"login": f"{name}@acme.example"} for name in ("ann", "bo")])
    _lines(tmp_path / "memberships.jsonl", [{"user": "bo@acme.example", "group": "ro"}])
    assert _before(_migrated(tmp_path)) == {
        "ann@acme.example": LicenseType.DEVELOPER,
        "bo@acme.example": LicenseType.READ_ONLY,
    }


def test_who_has_no_login_is_called_by_the_key(tmp_path: Path) -> None:
    report = _migrated(_lines(tmp_path / "users.jsonl", [{"id": 7, "groups": ["dev"]}]))
    assert [(move.login, move.error) for move in report.moves] == [("7", "username_not_email")]


def test_half_a_surrogate_pair_is_shown_as_an_escape(tmp_path: Path) -> None:
    rows = [{"login": "ann@acme.example", "license": "\ud800"}]
    report = _migrated(_lines(tmp_path / "users.jsonl", rows), "user.license")
    assert [move.value for move in report.moves] == ["\\ud800"]


def test_seats_go_to_the_first_users_over_all_batches(tmp_path: Path) -> None:
    total = BATCH_ROWS + 500
    logins = [f"user{number}@acme.example" for number in range(total)]
    table = pa.table({"login": logins, "groups": [["ro"]] * total})
    parquet.write_table(table, tmp_path / "users.parquet")
    seats = {"developer": BATCH_ROWS + 100, "read_only": total}
    report = _migrated(tmp_path / "users.parquet", "'developer'", seats=seats)
    assert report.counts(Phase.AFTER) == {LicenseType.DEVELOPER: BATCH_ROWS + 100, LicenseType.READ_ONLY: 400}
    refused = report.listing(Kind.REFUSED)
    first = BATCH_ROWS + 100
    assert refused.count == 400
    assert [move.login for move in refused.rows] == logins[first : first + FIRST_ROWS]
    assert [move.login for move in report.listing(Kind.UPGRADE).rows] == logins[:FIRST_ROWS]


def test_progress_says_how_many_users_of_how_many_are_read(tmp_path: Path) -> None:
    table = pa.table({"login": [f"user{number}" for number in range(BATCH_ROWS + 1)]})
    parquet.write_table(table, tmp_path / "users.parquet")
    told: list[tuple[int, int | None]] = []
    app = SimulatedApp(attribute=LicenseAttribute(mapping="'it'"))
    job = Job(
        source=open_source(str(tmp_path / "users.parquet")), account=DbtAccount.from_mapping({}), app=app
    )
    migrate_stream(job, progress=lambda done, total: told.append((done, total)))
    assert told == [(BATCH_ROWS, BATCH_ROWS + 1), (BATCH_ROWS + 1, BATCH_ROWS + 1)]


def test_a_mapping_that_does_not_parse_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExpressionSyntaxError):
        _migrated(_lines(tmp_path / "users.jsonl", [{"login": "ann"}]), "1 +")


def test_nobody_migrates(tmp_path: Path) -> None:
    report = _migrated(_lines(tmp_path / "users.jsonl", []))
    assert report.listing(Kind.EVERYBODY).count == 0
    assert report.troubles() == {}
