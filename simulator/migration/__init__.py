"""The migration from license maps to SCIM: the four documented steps over everybody, and what they change."""

from simulator.migration.migrating import migrate
from simulator.migration.outcome import Absent, Direction, Migration, Move, SeatLine, Trouble
from simulator.migration.phases import MAIN_PHASES, Phase

__all__ = [
    "MAIN_PHASES",
    "Absent",
    "Direction",
    "Migration",
    "Move",
    "Phase",
    "SeatLine",
    "Trouble",
    "migrate",
]
