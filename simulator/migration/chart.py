"""The chart of a migration: how many users hold which license in each state."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

from simulator.licenses import LicenseType, display_name
from simulator.migration.listing import MigrationReport
from simulator.migration.phases import MAIN_PHASES, Phase

COLORS = {
    LicenseType.DEVELOPER: "blue",
    LicenseType.ANALYST: "magenta",
    LicenseType.IT: "cyan",
    LicenseType.READ_ONLY: "green",
    None: "bright_black",
}
"""The terminal's colour of each license, as tables have it; None is no license."""
_BAR = 40
"""Columns of the longest bar."""


@dataclass(frozen=True, slots=True)
class Group:
    """The bars of one license: users by state."""

    license: LicenseType | None
    bars: tuple[tuple[Phase, int], ...]

    @property
    def label(self) -> str:
        """Return the license's name."""
        return display_name(self.license)


def groups(report: MigrationReport) -> Iterator[Group]:
    """Yield the bars of each license that anybody holds in some state, most access first."""
    counts = {phase: report.counts(phase) for phase in MAIN_PHASES}
    for name in (*sorted(LicenseType, key=lambda one: -one.access), None):
        bars = tuple((phase, counts[phase][name]) for phase in MAIN_PHASES)
        if any(number for _, number in bars):
            yield Group(name, bars)


def draw_chart(report: MigrationReport, *, width: int, color: bool) -> str:
    """Return the chart for a terminal."""
    from rich.bar import Bar
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    most = max((number for group in groups(report) for _, number in group.bars), default=1)
    table = Table.grid(padding=(0, 1))
    for place, group in enumerate(groups(report)):
        if place:
            table.add_row("")
        for phase, number in group.bars:
            bar = Bar(most, 0, number, width=min(_BAR, max(width - 50, 10)), color=COLORS[group.license])
            label = group.label if phase is Phase.BEFORE else ""
            table.add_row(Text(label, style="bold"), Text(phase.heading), Text(f"{number:,}"), bar)
    target = io.StringIO()
    Console(
        file=target,
        width=width,
        force_terminal=color,
        color_system="standard" if color else None,
        legacy_windows=False,
    ).print(table)
    return "\n".join(line.rstrip() for line in target.getvalue().rstrip("\n").split("\n"))
