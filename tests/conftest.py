"""Settings of all tests."""

from __future__ import annotations

from hypothesis import settings

# No test fails for being slow on a busy machine; what must be fast is measured in tests/bench/.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
