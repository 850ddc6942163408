"""A snapshot of users from files of any size: explained once for users who are alike, sorted on disk, compared in order."""

from simulator.snapshots.streams.comparing import StreamedComparison
from simulator.snapshots.streams.storing import UsersKind
from simulator.snapshots.streams.streaming import Job, check_stream, snapshot_stream
from simulator.snapshots.streams.tally import Tally

__all__ = ["Job", "StreamedComparison", "Tally", "UsersKind", "check_stream", "snapshot_stream"]
