"""Whether the libraries of the extra `scim` are installed."""

from __future__ import annotations

from importlib.util import find_spec

from oktaexpr import UsageError

_LIBRARIES = ("scim2_models", "scim2_server", "httpx2")


def require_scim() -> None:
    """Raise `UsageError`, saying what to install, where a library of the extra is missing."""
    missing = [name for name in _LIBRARIES if find_spec(name) is None]
    if missing:
        message = f"SCIM needs {', '.join(missing)}: pip install 'oktaexpr[scim]'"
        raise UsageError(message)
