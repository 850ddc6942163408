"""A migration for a terminal, and as CSV."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from oktaexpr.render import counted, csv_table, painter, text_table, visible
from simulator.account import TOGGLE_LABELS
from simulator.decision import because
from simulator.licenses import display_name
from simulator.migration.chart import draw_chart
from simulator.migration.listing import Kind, Listing, MigrationReport
from simulator.migration.outcome import Migration, Move, SeatLine
from simulator.migration.phases import MAIN_PHASES, Phase

MOVE_HEADERS = ("user", *(phase.short for phase in MAIN_PHASES), "value", "direction", "error", "why")
_OF_THE_PUSH = frozenset({"F13.6", "F13.13"})
_MOST_LISTED = 20
"""How many users a list of the terminal names; CSV, JSON and HTML have all."""


def draw_migration(report: MigrationReport, *, width: int, color: bool) -> str:
    """Return the chart, the seats, who moves and what stands in the way."""
    paint = painter(color=color)
    blocks = [
        f"{paint('title', 'Migration to')} {visible(report.expression, keep=chr(10))}",
        _summary(report),
        draw_chart(report, width=min(width, 120), color=color),
        text_table(SEAT_HEADERS, [seat_cells(line) for line in report.seats], width=width, color=color),
    ]
    for heading, listed in _lists(report):
        rows = [without_direction(move_cells(move)) for move in listed.rows[:_MOST_LISTED]]
        block = f"{paint('title', heading)}: {listed.count:,}"
        if rows:
            block += f"\n{text_table(without_direction(MOVE_HEADERS), rows, width=width, color=color)}{_more(listed)}"
        blocks.append(block)
    blocks += [block for block in (_overwritten(report), _misnamed(report), _absent(report)) if block]
    blocks += [
        f"{paint(one.severity.value, one.severity.value)}: {visible(one.message)} ({one.reason.fact})"
        for one in report.findings
    ]
    return "\n\n".join(blocks)


def _summary(report: MigrationReport) -> str:
    troubles = "\n".join(f"- {visible(text)}" for text in report.troubles().values())
    users = report.listing(Kind.EVERYBODY).count
    total = f"{counted(users, 'user')} {'has' if users == 1 else 'have'} the app"
    return (
        f"{total}:\n{troubles}"
        if troubles
        else f"{total}; nobody gets another license, and nothing is refused."
    )


def without_direction(cells: Sequence[str]) -> list[str]:
    """Leave out what the heading of a list says already."""
    return [cell for name, cell in zip(MOVE_HEADERS, cells, strict=True) if name != "direction"]


def _lists(report: MigrationReport) -> Iterator[tuple[str, Listing[Move]]]:
    yield "Less access than before", report.listing(Kind.DOWNGRADE)
    yield "More access than before", report.listing(Kind.UPGRADE)
    refused = report.listing(Kind.REFUSED)
    if refused.count:
        yield "Refused or without a value", refused


def _more(listed: Listing[Move]) -> str:
    rest = listed.count - min(_MOST_LISTED, len(listed.rows))
    return f"\nand {rest:,} more" if rest > 0 else ""


def _overwritten(report: MigrationReport) -> str:
    listed = report.listing(Kind.OVERWRITTEN)
    if not listed.count:
        return ""
    names = _named([move.login for move in listed.rows], listed.count)
    return (
        f"A sign-in during the test writes over the attribute of {names}: the last writer wins (F6.17). Since the "
        "attribute has not changed, Force Sync does not send it again (F13.5): press Manual Push after turning the toggle on, "
        f'"{TOGGLE_LABELS[0]}" (before: "{TOGGLE_LABELS[1]}", F4.7).'
    )


def _misnamed(report: MigrationReport) -> str:
    listed = report.listing(Kind.MISNAMED)
    if not listed.count:
        return ""
    pairs = [f"{move.login} ({move.user_name} against {move.email})" for move in listed.rows]
    return f"userName is not the e-mail address of {_named(pairs, listed.count)}. {because('F10.11')}"


def _absent(report: MigrationReport) -> str:
    found = report.absences()
    if not found.count:
        return ""
    names = {why: [one.login for one in found.rows if one.why == why] for why in found.counts}
    lines = [f"- {why}: {_named(names[why], count)}" for why, count in found.counts.items()]
    return "Never provisioned:\n" + "\n".join(lines)


def _named(names: Sequence[str], count: int) -> str:
    shown = ", ".join(visible(name) for name in names[:5])
    return shown if count <= 5 else f"{shown} and {count - 5:,} more"


SEAT_HEADERS = ("license", *(phase.heading for phase in MAIN_PHASES), "wanted", "seats", "problem")


def seat_cells(line: SeatLine) -> list[str]:
    """Return the cells of a license type, in the order of `SEAT_HEADERS`."""
    seats = "no limit known" if line.total is None else f"{line.total:,}"
    if line.others:
        seats += f", {line.others:,} held by others"
    numbers = [f"{line.held[phase]:,}" for phase in MAIN_PHASES]
    return [line.license.display_name, *numbers, f"{line.wanted:,}", seats, line.problem or ""]


def move_cells(move: Move) -> list[str]:
    """Return the cells of a user, in the order of `MOVE_HEADERS`."""
    value = "nothing" if move.value is None else str(move.value)
    return [
        move.login,
        *(display_name(move.licenses[phase]) for phase in MAIN_PHASES),
        "no value" if move.failure else value,
        move.direction.value,
        move.error.value if move.error else "",
        move.failure or ", ".join(telling_facts(move)),
    ]


def telling_facts(move: Move) -> list[str]:
    """Return the facts behind the last license, without those on the push that everybody got."""
    return list(dict.fromkeys(reason.fact for reason in move.reasons if reason.fact not in _OF_THE_PUSH))


def migration_csv(report: Migration) -> str:
    """Return every user of the app with the license in each state."""
    headers = (
        "user",
        "userName",
        "email",
        *(phase.value for phase in Phase),
        "value",
        "direction",
        "error",
        "why",
    )
    rows = []
    for move in report.moves:
        login, *_, value, direction, error, why = move_cells(move)
        licenses = [name.value if name else "" for name in (move.licenses[phase] for phase in Phase)]
        rows.append([login, move.user_name, move.email, *licenses, value, direction, error, why])
    return csv_table(headers, rows)
