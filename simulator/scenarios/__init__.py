"""Scenario rows: one event on one account, with the license and the error that are expected."""

from simulator.scenarios.rows import FIELDS, Row, Scenario, read_rows, read_scenario
from simulator.scenarios.runner import Outcome, run

__all__ = ["FIELDS", "Outcome", "Row", "Scenario", "read_rows", "read_scenario", "run"]
