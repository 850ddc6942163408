"""Users as one flat object each: how warehouses, scripts and `oktaexpr sample` write them to JSON lines.

Such an object is a row whose columns are its keys, so that it means what the same row means in CSV or Parquet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from oktaexpr.directory.readers.columns import Layout, TableKind, layout_of
from oktaexpr.directory.readers.rows import row_items
from oktaexpr.directory.readers.shapes import Broken, Item, Shape, shape_of

_MOST_LAYOUTS = 1_000


def is_flat_user(value: Mapping[str, Any]) -> bool:
    """Tell whether an object has a login but no profile that holds it, and is nothing else that Okta's API has."""
    return (
        isinstance(value.get("login"), str)
        and "profile" not in value
        and shape_of(value) in (Shape.USER, Shape.OTHER)
        and _layout(tuple(value)) is not None
    )


def flat_user_items(value: Mapping[str, Any], position: int) -> Iterator[Item | Broken]:
    """Yield the user and the memberships of an object that `is_flat_user` takes for one."""
    layout = _layout(tuple(value))
    assert layout is not None
    return row_items(layout, [(position, tuple(value.values()))])


@lru_cache(maxsize=_MOST_LAYOUTS)
def _layout(keys: tuple[str, ...]) -> Layout | None:
    layout = layout_of(keys, {})
    return layout if layout is not None and layout.kind is TableKind.USERS else None
