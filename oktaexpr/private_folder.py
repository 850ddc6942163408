"""The folder for what is kept between runs: only this user may write in it."""

from __future__ import annotations

import os
import stat
from pathlib import Path


def private_folder() -> Path | None:
    """Return the folder, or None where there is no safe one or OKTAEXPR_NO_CACHE is set.

    What another user can write there would be taken for our own: a changed grammar, a clean bill for a bad file.
    """
    if os.environ.get("OKTAEXPR_NO_CACHE"):
        return None
    try:
        base = (
            os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or str(Path.home() / ".cache")
        )
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
