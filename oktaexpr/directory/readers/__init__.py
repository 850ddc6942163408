"""Exports of a real org: folders of Okta's API objects, JSON lines, CSV and Parquet, recognised by shape.

Unlike a fixture, which is right as a whole or refused, an export is taken row by row: what is wrong with one row
costs that row, and is counted and said.
"""

from oktaexpr.directory.readers.loading import Progress, has_export, read_export, read_items
from oktaexpr.directory.readers.shapes import Broken, Item, Shape

__all__ = ["Broken", "Item", "Progress", "Shape", "has_export", "read_export", "read_items"]
