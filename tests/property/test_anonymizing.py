"""Whatever stands in a profile, no original of three characters or more is left, and different stays different."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from oktaexpr.anonymizing import anonymized
from oktaexpr.anonymizing.pseudonyms import TOKEN
from oktaexpr.directory import Directory

WORDS = st.text("abcdeghimnorstuäß" + "ABCDE", min_size=1, max_size=7)
TEXTS = st.lists(WORDS | st.integers(0, 99_999).map(str), min_size=1, max_size=3).map(" ".join)
PROFILES = st.fixed_dictionaries({"firstName": TEXTS, "title": TEXTS, "note": TEXTS})


@given(st.lists(PROFILES, min_size=1, max_size=8), st.binary(min_size=1, max_size=8))
@settings(deadline=None, max_examples=60)
def test_nothing_is_left_and_nothing_falls_together(profiles: list[dict[str, str]], key: bytes) -> None:
    users = [{"profile": {"login": f"u{at}@acme.example", **profile}} for at, profile in enumerate(profiles)]
    made: list[dict[str, Any]] = anonymized(Directory.from_data({"users": users}), key=key)["users.json"]
    output = "\n".join(text for user in made for text in user["profile"].values()).casefold()
    words = {
        word.casefold() for profile in profiles for text in profile.values() for word in TOKEN.findall(text)
    }
    assert not [word for word in words if len(word) >= 3 and word in output]
    logins = {user["profile"]["login"] for user in made}
    assert len(logins) == len(users)
    for name in ("firstName", "title", "note"):
        old = [profile[name].casefold() for profile in profiles]
        new = [user["profile"][name].casefold() for user in made]
        assert [old.index(text) for text in old] == [new.index(text) for text in new]
    assert json.dumps(made) == json.dumps(
        anonymized(Directory.from_data({"users": users}), key=key)["users.json"]
    )
