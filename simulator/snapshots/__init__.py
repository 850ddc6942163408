"""Snapshots for CI: tables and results in a stable order, and what differs from them later."""

from simulator.snapshots.comparing import Comparison, FileChange, UserChange, compare
from simulator.snapshots.storing import read_snapshot, write_snapshot
from simulator.snapshots.taking import Subject, take_snapshot

__all__ = [
    "Comparison",
    "FileChange",
    "Subject",
    "UserChange",
    "compare",
    "read_snapshot",
    "take_snapshot",
    "write_snapshot",
]
