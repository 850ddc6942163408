"""Exports of a real org: folders of Okta's API objects, JSON lines, CSV and Parquet, recognised by shape.

Unlike a fixture, which is right as a whole or refused, an export is taken row by row: what is wrong with one row
costs that row, and is counted and said.

What gathers their records (`loading`) checks these with pydantic, which costs a tenth of a second; so it is not loaded
here, where a caller may want to know no more than what the header of a table says.
"""

from oktaexpr.directory.readers.shapes import Broken, Item, Shape

__all__ = ["Broken", "Item", "Shape"]
