"""A migration as one HTML file: chart and tables, without scripts and without anything from a network."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape

from oktaexpr.render import visible
from simulator.licenses import LicenseType
from simulator.migration.chart import Group, groups
from simulator.migration.listing import Kind, Listing, MigrationReport
from simulator.migration.outcome import Move
from simulator.migration.phases import MAIN_PHASES, Phase
from simulator.migration.text import MOVE_HEADERS, SEAT_HEADERS, move_cells, seat_cells, without_direction

_COLORS = {
    LicenseType.DEVELOPER: "#1f5fa8",
    LicenseType.ANALYST: "#8a3f96",
    LicenseType.IT: "#0f7a85",
    LicenseType.READ_ONLY: "#2f7d3b",
    None: "#6b7280",
}
_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; color: #1a1a1a; background: #fff; max-width: 70rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.5rem } h2 { font-size: 1.15rem; margin-top: 2rem }
code { font-family: ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid #d8dce2 }
th { border-bottom-width: 2px }
.trouble { color: #a11212; font-weight: 600 }
svg { max-width: 100%; height: auto } svg text { font: 13px system-ui, sans-serif; fill: #1a1a1a }
@media screen and (max-width: 40rem) { table { display: block; overflow-x: auto } }
@media print { body { margin: 0; max-width: none } tr, svg { break-inside: avoid } }
"""
_BAR, _GAP, _LEFT, _LONGEST = 18, 16, 240, 480
"""Pixels: height of a bar, space between licenses, room for labels, length of the longest bar."""


def draw_page(report: MigrationReport) -> str:
    """Return the whole file."""
    return "\n".join(
        [
            "<!DOCTYPE html>",
            '<html lang="en">',
            '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
            f"<title>Migration to SCIM licenses</title><style>{_STYLE}</style></head>",
            "<body><h1>Migration to SCIM licenses</h1>",
            f"<p><code>{escape(visible(report.expression, keep=chr(10)))}</code></p>",
            *_troubles(report),
            "<h2>Users by license</h2>",
            draw_svg(list(groups(report))),
            "<h2>Seats</h2>",
            _table(SEAT_HEADERS, (seat_cells(line) for line in report.seats)),
            *_moves("Less access than before", report.listing(Kind.DOWNGRADE)),
            *_moves("More access than before", report.listing(Kind.UPGRADE)),
            *_moves("Refused or without a value", report.listing(Kind.REFUSED)),
            *_moves(
                "Written over by a sign-in during the test: push them after the toggle",
                report.listing(Kind.OVERWRITTEN),
            ),
            *_names(report),
            *_everybody(report),
            "</body></html>",
        ]
    )


def draw_svg(found: Sequence[Group]) -> str:
    """Return the chart: for each license a bar for each state."""
    most = max((number for group in found for _, number in group.bars), default=0) or 1
    height = len(found) * (len(MAIN_PHASES) * _BAR + _GAP)
    width = _LEFT + _LONGEST + 80
    parts = [f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img">']
    parts.append(f"<title>{_text(_spoken(found))}</title>")
    top = 0
    for group in found:
        parts += _bars(group, top, most)
        top += len(group.bars) * _BAR + _GAP
    return "\n".join([*parts, "</svg>"])


def _bars(group: Group, top: int, most: int) -> Iterator[str]:
    yield f'<text x="0" y="{top + 13}" font-weight="600">{_text(group.label)}</text>'
    for place, (phase, number) in enumerate(group.bars):
        y, length = top + place * _BAR, round(number / most * _LONGEST, 1)
        shade = 1 if phase in (Phase.BEFORE, Phase.AFTER) else 0.55
        yield f'<text x="88" y="{y + 13}">{_text(phase.heading)}</text>'
        yield (
            f'<rect x="{_LEFT}" y="{y + 1}" width="{length}" height="{_BAR - 3}" '
            f'fill="{_COLORS[group.license]}" opacity="{shade}"/>'
        )
        yield f'<text x="{_LEFT + length + 6}" y="{y + 13}">{number:,}</text>'


def _spoken(found: Sequence[Group]) -> str:
    """Return the chart in words, for who cannot see it."""
    return "; ".join(
        f"{group.label}: {group.bars[0][1]:,} before, {group.bars[-1][1]:,} after" for group in found
    )


def _troubles(report: MigrationReport) -> Iterator[str]:
    troubles = report.troubles()
    if not troubles:
        yield "<p>Nobody gets another license, and nothing is refused.</p>"
        return
    yield "<ul>"
    yield from (f'<li class="trouble">{_text(text)}</li>' for text in troubles.values())
    yield "</ul>"


def _moves(heading: str, listed: Listing[Move]) -> Iterator[str]:
    if listed.count:
        yield _heading(heading, listed.count, len(listed.rows))
        rows = (without_direction(move_cells(move)) for move in listed.rows)
        yield _table(without_direction(MOVE_HEADERS), rows)


def _heading(text: str, count: int, shown: int) -> str:
    """Return a list's heading; it says where the list has no more than the first."""
    part = f", the first {shown:,} are shown" if shown < count else ""
    return f"<h2>{_text(text)} ({count:,}{part})</h2>"


def _everybody(report: MigrationReport) -> Iterator[str]:
    listed = report.listing(Kind.EVERYBODY)
    yield _heading("Everybody", listed.count, len(listed.rows))
    yield _table(MOVE_HEADERS, (move_cells(move) for move in listed.rows))


def _names(report: MigrationReport) -> Iterator[str]:
    misnamed, absent = report.listing(Kind.MISNAMED), report.absences()
    if misnamed.count:
        yield _heading("userName is not the e-mail address", misnamed.count, len(misnamed.rows))
        rows = ([move.login, move.user_name, move.email] for move in misnamed.rows)
        yield _table(("user", "userName", "e-mail"), rows)
    if absent.count:
        yield _heading("Never provisioned", absent.count, len(absent.rows))
        yield _table(("user", "why"), ([one.login, one.why] for one in absent.rows))
    if report.findings:
        yield "<h2>The mapping itself</h2>"
        rows = ([one.severity.value, one.message, one.help or "", one.reason.fact] for one in report.findings)
        yield _table(("severity", "problem", "help", "fact"), rows)


def _table(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    head = "".join(f"<th>{_text(header)}</th>" for header in headers)
    body = "\n".join(f"<tr>{''.join(f'<td>{_breakable(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>\n{body}\n</tbody></table>"


def _breakable(text: str) -> str:
    """Return a cell whose long names may break at their joints, so that a table stays on its page."""
    return re.sub("([_@])", r"\1<wbr>", _text(text))


def _text(text: str) -> str:
    return escape(visible(text))
