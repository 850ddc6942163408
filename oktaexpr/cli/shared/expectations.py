"""What installed extensions can expect of a value in a test file, such as `license: developer`."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from oktaexpr.cli.shared.extensions import installed_extensions, resolve_reference

if TYPE_CHECKING:
    from oktaexpr.testing import Expectation


@cache
def find_expectation(name: str) -> Expectation | None:
    """Return what checks an expectation, None where no extension brings one; extensions are loaded for it."""
    for extension in installed_extensions():
        if name in extension.expectations:
            found: Expectation = resolve_reference(extension.expectations[name])
            return found
    return None
