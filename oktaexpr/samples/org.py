"""A believable org, user by user: the same seed gives the same org, and no user depends on how many there are.

Departments, titles and levels hang together, most attributes are sometimes absent, a few names have letters that
upper and lower case treat unlike, and memberships are as uneven as in a real org: everybody is in `Everyone`, most
are in the group of their department, and few in most others.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

BATCH_USERS = 20_000
"""How many users are made at a time."""

_FIRST_NAMES = (
    "Ada", "Amara", "Bo", "Carlos", "Chloé", "Dmitri", "Ebru", "Fatima", "Grace", "Hiro", "İpek", "Jürgen", "Kofi", "Lena",
    "Mia", "Noor", "Oluwaseun", "Priya", "Quentin", "Rosa", "Sven", "Tomasz", "Uma", "Wei", "Ximena", "Yusuf", "Zoë",
)  # fmt: skip
_LAST_NAMES = (
    "Abara", "Brontë", "Çelik", "Dubois", "Eriksen", "Fischer", "García", "Hansen", "Ito", "Janssen", "Kowalski", "Lovelace",
    "Müller", "Nguyen", "O'Brien", "Patel", "Quispe", "Roe", "Silva", "Tanaka", "Ueda", "Voß", "Wang", "Yilmaz", "Zhang",
)  # fmt: skip
_DEPARTMENTS = {
    "Engineering": (40, ("Engineer", "Senior Engineer", "Staff Engineer", "Engineering Manager")),
    "Sales": (25, ("Account Executive", "Sales Manager", "Sales Analyst")),
    "Data": (10, ("Analyst", "Senior Analyst", "Analytics Engineer", "Head of Data")),
    "Support": (15, ("Support Agent", "Support Lead")),
    "Finance": (7, ("Accountant", "Financial Analyst", "Controller")),
    "IT": (3, ("Administrator", "IT Analyst")),
}
"""Share of the users in per cent, and titles from the junior to the senior."""
_CITIES = (
    ("Berlin", "DE"),
    ("Toronto", "CA"),
    ("São Paulo", "BR"),
    ("Osaka", "JP"),
    ("Austin", "US"),
    ("Lagos", "NG"),
)
_LICENSE_GROUPS = (("dbt_developers", 0.06), ("dbt_analysts", 0.05), ("dbt_read_only", 0.2), ("dbt_it", 0.01))
"""Groups of the dbt platform, with the part of all users that they hold."""
_MOST_EXTRA_GROUPS = 8


@dataclass(frozen=True)
class Org:
    """How many users and groups, and the seed that everything is drawn from."""

    users: int
    groups: int = 50
    seed: int = 7

    @cached_property
    def group_names(self) -> tuple[str, ...]:
        """The names of all groups: those that every org has first, then teams up to the number asked for."""
        fixed = [
            "Everyone",
            *(name for name, _ in _LICENSE_GROUPS),
            *(f"{name} Users" for name in _DEPARTMENTS),
        ]
        teams = [f"team-{number:03}" for number in range(1, self.groups - len(fixed) + 1)]
        return (*fixed, *teams)[: self.groups]

    def people(self, first: int, last: int) -> Iterator[dict[str, Any]]:
        """Yield users number `first` up to, but not including, `last`."""
        names = self.group_names
        known = frozenset(names)
        teams = names[1 + len(_LICENSE_GROUPS) + len(_DEPARTMENTS) :]
        departments, shares = list(_DEPARTMENTS), [share for share, _ in _DEPARTMENTS.values()]
        for number in range(first, last):
            chance = random.Random(self.seed * 1_000_003 + number)
            (department,) = chance.choices(departments, shares)
            user = _profile(chance, number, department)
            wanted = ["Everyone", *_license_groups(chance)]
            if chance.random() < 0.9:
                wanted.append(f"{department} Users")
            if teams:
                size = min(int(chance.paretovariate(1.2)) - 1, _MOST_EXTRA_GROUPS)
                wanted += [chance.choice(teams) for _ in range(size)]
            user["groups"] = [name for name in dict.fromkeys(wanted) if name in known]
            yield user


def _license_groups(chance: random.Random) -> list[str]:
    return [name for name, part in _LICENSE_GROUPS if chance.random() < part]


def _profile(chance: random.Random, number: int, department: str) -> dict[str, Any]:
    first, last = chance.choice(_FIRST_NAMES), chance.choice(_LAST_NAMES)
    login = f"user{number:07}@{chance.choice(('acme.example', 'emea.acme.example'))}"
    titles = _DEPARTMENTS[department][1]
    level = min(int(chance.expovariate(0.5)) + 1, 9)
    city, country = chance.choice(_CITIES)
    status = chance.choices(("ACTIVE", "SUSPENDED", "DEPROVISIONED"), (94, 2, 4))[0]
    return {
        "id": f"00u{number:09}",
        "login": login,
        "email": login,
        "status": status,
        "firstName": first,
        "lastName": last,
        "department": department if chance.random() < 0.97 else None,
        "title": titles[min(level * len(titles) // 10, len(titles) - 1)] if chance.random() < 0.98 else "",
        "level": level if chance.random() < 0.95 else None,
        "employeeNumber": f"{number:06}" if chance.random() < 0.9 else None,
        "city": city,
        "countryCode": country,
        "contractor": chance.random() < 0.12,
    }


def sample_batches(org: Org) -> Iterator[pa.RecordBatch]:
    """Yield the users of an org as Arrow batches, made one at a time; of an org without users, one empty batch."""
    import pyarrow as pa

    schema = user_schema()
    for first in range(0, max(org.users, 1), BATCH_USERS):
        people = list(org.people(first, min(first + BATCH_USERS, org.users)))
        yield pa.RecordBatch.from_pylist(people, schema=schema)


def user_schema() -> pa.Schema:
    """Return the columns of the users: Okta's usual attributes, and `groups` as a list of names."""
    import pyarrow as pa

    texts = ("id", "login", "email", "status", "firstName", "lastName", "department", "title")
    more = ("employeeNumber", "city", "countryCode")
    return pa.schema(
        [
            *((name, pa.string()) for name in texts),
            ("level", pa.int64()),
            *((name, pa.string()) for name in more),
            ("contractor", pa.bool_()),
            ("groups", pa.list_(pa.string())),
        ]
    )
