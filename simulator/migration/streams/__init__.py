"""A migration over files of any size: users are read once, and everything is decided once for users who are alike.

Users are alike where the same license maps match, the mapping gives the same and dbt takes their names alike. What
happens to one of them in a state hangs on that and on which seats are free, so that the rules run a few hundred times
and not millions of times. Where seats run out, the users still take their turns, in the order of the files.
"""

from simulator.migration.streams.report import FIRST_ROWS, StreamedMigration
from simulator.migration.streams.streaming import Job, migrate_stream

__all__ = ["FIRST_ROWS", "Job", "StreamedMigration", "migrate_stream"]
"""How a stream of users is migrated, and what comes of it."""
