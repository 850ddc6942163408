"""What tells the groups and apps of all files apart: an id of Okta's holds everywhere, a name of Terraform's in its module."""

from __future__ import annotations

import os
import re

_MARK = "\0"
"""What parts the place where a name holds from the name; neither has it."""
_OF_ONE_RESOURCE = re.compile(r"\b(?:each|count|self)\.")
"""What means something else in each resource that says it."""
_INDEX = re.compile(r'\["?([^"\]]+)"?\]')


def key_of(reference: str, path: str, address: str) -> str:
    """Return the key of what a resource of a file refers to, such as `okta_group.data.id`.

    Folders are modules of their own, and two of them may well be two orgs: `okta_group.data` of one is not the other's.
    """
    name = _INDEX.sub(r".\1", reference)
    module = os.path.dirname(path)  # noqa: PTH120 - keys are compared, and a Path would change what the user wrote
    place = f"{module}/{address}" if _OF_ONE_RESOURCE.search(name) else module
    return f"{place}{_MARK}{name}"


def shown(key: str) -> str:
    """Return a key as a message names it: Okta's id, or what Terraform calls the thing."""
    return key.rpartition(_MARK)[2]
