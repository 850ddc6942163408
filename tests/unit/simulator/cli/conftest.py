"""The whole program, run in this process."""

from tests.unit.cli.conftest import oktaexpr as oktaexpr
