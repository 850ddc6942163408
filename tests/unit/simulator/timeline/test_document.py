"""Timeline files: what is read, and how each slip is told by file, line and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from oktaexpr import DirectoryError
from simulator.licenses import LicenseType
from simulator.timeline import Reading
from simulator.timeline.document import Timeline, load_timeline
from simulator.timeline.events import MappingEdited, UserJoins

HEAD = """\
account: {plan: enterprise, scim: {enabled: true}}
app: {expression: '"developer"', reading: dbt, assigned_groups: [app]}
events:
"""
PEOPLE = """\
users:
- {id: 00u1, profile: {login: ann@acme.example}, groups: [00g1]}
groups:
- {id: 00g1, name: twins}
- {id: 00g2, name: twins}
- {id: 00g3, name: app}
apps:
- name: dbt
  users: {ann@acme.example: {userName: ann@acme.example, licenseType: it}}
"""


def _load(folder: Path, text: str, **files: str) -> Timeline:
    for name, content in files.items():
        (folder / f"{name}.yaml").write_text(content, encoding="utf-8")
    path = folder / "timeline.yaml"
    path.write_text(text, encoding="utf-8")
    return load_timeline(path)


def _problems(folder: Path, text: str, **files: str) -> list[str]:
    with pytest.raises(DirectoryError) as refused:
        _load(folder, text, **files)
    return refused.value.message.replace(f"{folder}/", "").splitlines()


def test_a_timeline_is_read_with_its_defaults(tmp_path: Path) -> None:
    timeline = _load(
        tmp_path,
        HEAD
        + "- {at: 2026-01-01, event: user-joins, user: ann@acme.example, groups: [app]}\n"
        + "- {at: 2026-01-02T09:00:00+02:00, event: mapping-edited, expression: null}\n",
    )
    joins, edited = timeline.events
    assert isinstance(joins, UserJoins)
    assert joins.at.isoformat() == "2026-01-01T00:00:00+00:00"
    assert (joins.groups, joins.assigned) == (["app"], False)
    assert isinstance(edited, MappingEdited)
    assert (edited.expression, edited.apply) == (None, False)
    app = timeline.setup.app
    assert (app.reading, app.made_by, app.assigned_groups) == (Reading.DBT, "wizard", {"app"})
    assert timeline.read_as(Reading.OKTA).setup.app.reading is Reading.OKTA


def test_directory_account_and_start_come_from_other_files(tmp_path: Path) -> None:
    text = (
        "directory: people.yaml\naccount: account.yaml\napp: {name: dbt, expression: '\"it\"'}\n"
        "start: {ann@acme.example: {license: analyst, scim_managed: true}}\n"
        "events: []\n"
    )
    timeline = _load(tmp_path, text, people=PEOPLE, account="plan: enterprise_2025\nanalyst: true\n")
    assert timeline.setup.directory is not None
    assert timeline.setup.account.has_analyst
    assert timeline.setup.start["ann@acme.example"].license is LicenseType.ANALYST


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (
            "{at: 2026-01-01, event: user-jions, user: a}",
            '4:3: events[0]: unknown "user-jions"; did you mean "user-joins"?',
        ),
        ("{at: 2026-01-01, user: a}", "4:3: events[0]: the key event is missing"),
        ("{at: 2026-01-01, event: user-joins}", "4:3: events[0].user: the key is missing"),
        (
            "{at: 2026-01-01, event: user-joins, user: 7}",
            "4:39: events[0].user: expected text, found the number 7",
        ),
        (
            "{at: 2026-01-01, event: user-joins, user: a, gruops: []}",
            '4:48: events[0].gruops: unknown key; did you mean "groups" or "group"?',
        ),
        (
            "{at: soon, event: force-sync}",
            '4:4: events[0].at: expected a valid datetime or date, input is too short, found the text "soon"',
        ),
        (
            "{at: 2026-01-01, event: sign-in, user: a}",
            "4:36: events[0].user: nobody called 'a' is there at that time",
        ),
        ("{at: 2026-01-01, event: app-assigned}", "4:3: events[0]: give either user or group"),
        (
            "{at: 2026-01-01, event: plan-changed, plan: gold}",
            "4:3: events[0]: unknown plan 'gold'; there are free, developer",
        ),
        (
            "{at: 2026-01-01, event: seats-changed, seats: {admin: 1}}",
            "4:3: events[0]: seats are counted for developer",
        ),
        (
            "{at: 2026-01-01, event: license-maps-changed, license_maps: {it: ''}}",
            "4:3: events[0]: the license map of 'it' has a group without a name",
        ),
        (
            "{at: 2026-01-01, event: mapping-edited, expression: '1 +'}",
            "4:43: events[0].expression: no expression: ",
        ),
        (
            "{at: 2026-01-01, event: sign-in, user: a, method: magic}",
            "4:45: events[0].method: expected 'sso' or 'password', found the text \"magic\"",
        ),
    ],
)
def test_a_slip_in_an_event_is_told_by_its_place(tmp_path: Path, line: str, problem: str) -> None:
    (found,) = _problems(tmp_path, f"{HEAD}- {line}\n")
    assert found.startswith(f"timeline.yaml:{problem}")


def test_what_only_the_whole_shows_is_told_at_once(tmp_path: Path) -> None:
    found = _problems(
        tmp_path,
        HEAD
        + "- {at: 2026-01-05, event: user-joins, user: ann@acme.example}\n"
        + "- {at: 2026-01-04, event: user-joins, user: ann@acme.example}\n"
        + "- {at: 2026-01-06, event: sign-in, user: anne@acme.example}\n"
        + "- {at: 2026-01-07, event: profile-changed, user: ann@acme.example, profile: {login: x}}\n",
    )
    assert found == [
        "timeline.yaml:5:4: events[1].at: the event stands after a later one",
        "timeline.yaml:5:39: events[1].user: the user is there already",
        "timeline.yaml:6:36: events[2].user: nobody called 'anne@acme.example' is there at that time; "
        'did you mean "ann@acme.example"?',
        "timeline.yaml:7:78: events[3].profile.login: the login of a user cannot change here",
    ]


def test_groups_of_a_directory_are_known(tmp_path: Path) -> None:
    text = (
        "directory: people.yaml\naccount: {plan: enterprise}\n"
        "app: {name: dbtt, assigned_groups: [ap], group_values: [{group: twins, value: it}]}\n"
        "start: {bo@acme.example: {license: it}}\n"
        "events:\n- {at: 2026-01-01, event: group-added, user: ann@acme.example, group: twins}\n"
        "- {at: 2026-01-01, event: group-added, user: ann@acme.example, group: 00g2}\n"
        "- {at: 2026-01-01, event: user-joins, user: bo@acme.example, groups: [app, none]}\n"
    )
    assert _problems(tmp_path, text, people=PEOPLE) == [
        'timeline.yaml:3:7: app.name: no app "dbtt"; did you mean "dbt"?',
        "timeline.yaml:3:19: app.assigned_groups: the directory has no group 'ap'; did you mean \"app\"?",
        "timeline.yaml:3:58: app.group_values[0].group: several groups are called 'twins': name one by its id",
        'timeline.yaml:4:9: start["bo@acme.example"]: no user of the directory',
        "timeline.yaml:6:64: events[0].group: several groups are called 'twins': name one by its id",
        "timeline.yaml:8:76: events[2].groups[1]: the directory has no group 'none'",
    ]


def test_an_account_is_refused_where_it_stands(tmp_path: Path) -> None:
    inline = _problems(tmp_path, "account: {plan: gold}\napp: {}\nevents: []\n")
    assert inline[0].startswith("timeline.yaml:1:1: account: unknown plan 'gold'")
    own_file = _problems(tmp_path, "account: account.yaml\napp: {}\nevents: []\n", account="plan: gold\n")
    assert own_file[0].startswith("account.yaml:1:1: unknown plan 'gold'")


def test_a_file_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DirectoryError, match="No such file"):
        load_timeline(tmp_path / "none.yaml")
    with pytest.raises(DirectoryError, match="ends in"):
        load_timeline(tmp_path / "timeline.txt")
    assert _problems(tmp_path, "- a\n")[0] == "timeline.yaml:1:1: expected a mapping, found a list"
    assert "no YAML" in _problems(tmp_path, "account: [\n")[0]
