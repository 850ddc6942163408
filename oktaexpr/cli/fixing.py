"""What `check --fix` and `--diff` do with the safe fixes: write a file anew, print a text, show the difference."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from oktaexpr.checker import apply_fixes
from oktaexpr.cli.shared.inputs import is_file
from oktaexpr.cli.shared.output import say, write, write_expression
from oktaexpr.diagnostics import Diagnostic
from oktaexpr.errors import OktaExprError
from oktaexpr.render.escaping import Escape, escaped
from oktaexpr.render.hidden import visible
from oktaexpr.source import Source


@dataclass(frozen=True, slots=True)
class Checked:
    """A text, its diagnostics, and how to find those of another text."""

    source: Source
    diagnostics: Sequence[Diagnostic]
    find: Callable[[str], list[Diagnostic]]

    @property
    def fixed(self) -> str:
        """The text with every safe fix made, over as many rounds as it takes."""
        return apply_fixes(self.source.text, self.diagnostics, self.find)


def write_fixed(checked: Sequence[Checked], escape: Escape | None) -> list[Checked]:
    """Write fixed files, print fixed arguments, and return what is left to say of each. Raises `OktaExprError`."""
    left = []
    for one in checked:
        fixed = one.fixed
        if not is_file(one.source) or escape is not None:
            write_expression(escaped(fixed, escape))
        elif fixed != one.source.text:
            _rewrite(Path(one.source.name), one.source.text, fixed)
            say(f"fixed {visible(one.source.name)}")
        left.append(Checked(Source(fixed, one.source.name), one.find(fixed), one.find))
    return left


def _rewrite(path: Path, old: str, new: str) -> None:
    """Replace the expression in its file; the line end that the file ends with stays."""
    try:
        content = path.read_bytes().decode("utf-8-sig")
        ending = content.removeprefix(old)
        path.write_bytes((new + (ending if ending.strip() == "" else "")).encode())
    except (OSError, UnicodeError) as error:
        message = f"cannot write {visible(str(path))}: {error}"
        raise OktaExprError(message) from None


def show_changes(checked: Sequence[Checked], escape: Escape | None) -> None:
    """Print a unified difference between each text and its fixed one; nothing where they are the same."""
    from difflib import unified_diff

    for one in checked:
        old, new = escaped(one.source.text, escape), escaped(one.fixed, escape)
        name = visible(one.source.name)
        changes = unified_diff(old.split("\n"), new.split("\n"), name, f"{name} (fixed)", lineterm="")
        for line in changes:
            write(visible(line, keep="\t"))
