"""Programs over columns: Arrow batches, files and clusters of any size, with the row program's own answers."""

from oktaexpr.columns.memberships import Memberships
from oktaexpr.columns.over import BATCH_ROWS, Evaluator, Settings, over

__all__ = ["BATCH_ROWS", "Evaluator", "Memberships", "Settings", "over"]
