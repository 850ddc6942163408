"""Time: what happens in Okta and dbt, event after event, and who holds a stale license at the end."""

from simulator.timeline.drift import Cause, Stale, find_drift, settle_groups
from simulator.timeline.events import TimelineEvent
from simulator.timeline.playing import play
from simulator.timeline.records import Record
from simulator.timeline.setup import Reading, Setup, SimulatedApp, StartingUser
from simulator.timeline.world import World

__all__ = [
    "Cause",
    "Reading",
    "Record",
    "Setup",
    "SimulatedApp",
    "Stale",
    "StartingUser",
    "TimelineEvent",
    "World",
    "find_drift",
    "play",
    "settle_groups",
]
