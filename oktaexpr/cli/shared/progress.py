"""A bar on standard error while a long run goes on, if somebody looks at it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Progress = Callable[[int, int | None], None]
"""Told the steps done and the steps there are, None where nobody knows."""
_WORTH_A_BAR = 2_000
"""Steps from which on a run is long enough to wait for."""


@contextmanager
def progress_shown(label: str) -> Iterator[Progress | None]:
    """Give what to tell the steps done and the steps there are; None where nobody looks."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress

    # The steps are counted too: where nobody knows how many there are, the bar alone says nothing.
    columns = (*Progress.get_default_columns(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=None, visible=False)

        def report(done: int, total: int | None) -> None:
            bar.update(task, completed=done, total=total, visible=(total or done) >= _WORTH_A_BAR)

        yield report
