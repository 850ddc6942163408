"""Exit with 1 where a text file does not end with exactly one line end; for the pre-commit hook."""

from __future__ import annotations

import sys
from pathlib import Path


def is_ended(path: Path) -> bool:
    """Whether a file is empty or ends with exactly one line end."""
    data = path.read_bytes()
    return not data or (data.endswith(b"\n") and not data.endswith(b"\n\n"))


if __name__ == "__main__":
    wrong = [name for name in sys.argv[1:] if not is_ended(Path(name))]
    for name in wrong:
        print(f"{name}: does not end with exactly one line end", file=sys.stderr)
    sys.exit(bool(wrong))
