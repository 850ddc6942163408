"""Users' own tests: `*.oel.yaml` files that say what an expression gives for whom. Names load when first used."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from oktaexpr.testing.case_files import find_case_files, read_case_file
    from oktaexpr.testing.coverage import Coverage, coverage_of
    from oktaexpr.testing.expectations import Answer, Expectation, ExpectationError, Observation
    from oktaexpr.testing.model import CaseFile, CaseFileError, UserCase
    from oktaexpr.testing.running import CaseResult, run_case
    from oktaexpr.testing.updating import updated_text

_HOMES = {
    "case_files": ("find_case_files", "read_case_file"),
    "coverage": ("Coverage", "coverage_of"),
    "expectations": ("Answer", "Expectation", "ExpectationError", "Observation"),
    "model": ("CaseFile", "CaseFileError", "UserCase"),
    "running": ("CaseResult", "run_case"),
    "updating": ("updated_text",),
}

__all__ = [
    "Answer",
    "CaseFile",
    "CaseFileError",
    "CaseResult",
    "Coverage",
    "Expectation",
    "ExpectationError",
    "Observation",
    "UserCase",
    "coverage_of",
    "find_case_files",
    "read_case_file",
    "run_case",
    "updated_text",
]


def __getattr__(name: str) -> object:
    """Load a public name from its home."""
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"oktaexpr.testing.{home}"), name)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
