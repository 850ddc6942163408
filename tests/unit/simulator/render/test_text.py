"""Tables on a terminal that is narrower than they are."""

from __future__ import annotations

from simulator.account import DbtAccount
from simulator.render.options import TableOptions
from simulator.render.sheet import make_sheet
from simulator.render.text import draw_text
from simulator.tables import mode_table

NAMES = [f"a_group_with_a_long_name_{number}" for number in range(30)]


def _draw(names: list[str], width: int) -> str:
    table = mode_table(DbtAccount.from_mapping({}), "'it'", groups=names, full_limit=4)
    return draw_text(make_sheet(table, TableOptions(has_notes=False)), width=width)


def test_names_become_letters_where_the_table_is_too_wide() -> None:
    lines = _draw(NAMES[:2], 80).splitlines()
    assert lines[:3] == [f"A = `{NAMES[0]}`", f"B = `{NAMES[1]}`", ""]
    assert lines[3].split() == ["A", "B", "SSO", "SCIM", "attribute", "differs", "facts"]


def test_names_stay_where_there_is_room() -> None:
    assert _draw(NAMES[:2], 120).split()[:2] == NAMES[:2]


def test_no_line_is_wider_than_the_terminal() -> None:
    names = " OR ".join(f"isMemberOfGroupName('{name}')" for name in NAMES)
    table = mode_table(DbtAccount.from_mapping({}), f"{names} ? 'it' : 'read_only'")
    drawn = draw_text(make_sheet(table, TableOptions()), width=80)
    assert max(len(line) for line in drawn.splitlines()) <= 80
    assert all(name in "".join(drawn.split()) for name in NAMES)
