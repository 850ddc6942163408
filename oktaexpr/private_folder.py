"""The folders for what is kept between runs: only this user may read and write in them."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Literal

_HOMES = {"cache": ("XDG_CACHE_HOME", Path(".cache")), "state": ("XDG_STATE_HOME", Path(".local") / "state")}


def private_folder(kind: Literal["cache", "state"] = "cache") -> Path | None:
    """Return the folder, or None where there is no safe one; OKTAEXPR_NO_CACHE says to keep no cache.

    What another user can write there would be taken for our own: a changed grammar, a clean bill for a bad file.
    """
    if kind == "cache" and os.environ.get("OKTAEXPR_NO_CACHE"):
        return None
    variable, below_home = _HOMES[kind]
    try:
        base = os.environ.get(variable) or os.environ.get("LOCALAPPDATA") or Path.home() / below_home
        folder = Path(base) / "oktaexpr"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = folder.lstat()
        if stat.S_ISLNK(status.st_mode) or (hasattr(os, "getuid") and status.st_uid != os.getuid()):
            return None
        if status.st_mode & 0o077 and os.name == "posix":
            folder.chmod(0o700)
    except (OSError, RuntimeError):
        return None
    return folder
