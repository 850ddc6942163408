"""The made-up org: the same seed gives the same users, whatever the size; it looks like an org."""

from __future__ import annotations

from collections import Counter
from itertools import chain

from oktaexpr.samples import Org, sample_batches
from oktaexpr.samples.org import BATCH_USERS


def test_a_user_depends_on_seed_and_number_only() -> None:
    small, large = Org(10, 50, 3), Org(1_000_000, 50, 3)
    assert list(small.people(0, 10)) == list(large.people(0, 10))
    assert list(large.people(500_000, 500_002)) == list(large.people(500_000, 500_002))
    assert list(Org(10, 50, 4).people(0, 10)) != list(small.people(0, 10))


def test_logins_are_unique_and_groups_are_known() -> None:
    org = Org(3_000, 30)
    people = list(org.people(0, 3_000))
    assert len({person["login"] for person in people}) == len({person["id"] for person in people}) == 3_000
    assert len(org.group_names) == len(set(org.group_names)) == 30
    assert set(chain.from_iterable(person["groups"] for person in people)) == set(org.group_names)
    assert Org(1, 3).group_names == org.group_names[:3]


def test_it_looks_like_an_org() -> None:
    people = list(Org(5_000, 100).people(0, 5_000))
    departments = Counter(person["department"] for person in people)
    assert departments["Engineering"] > departments["Sales"] > departments["IT"] > 0
    assert 0 < departments[None] < 500
    assert all("Everyone" in person["groups"] for person in people)
    developers = sum("dbt_developers" in person["groups"] for person in people)
    assert 200 < developers < 400
    assert any(person["title"] == "" for person in people)
    assert any(person["level"] is None for person in people)


def test_batches_are_the_people_cut_into_pieces() -> None:
    org = Org(BATCH_USERS + 5, 20)
    first, second = sample_batches(org)
    assert (first.num_rows, second.num_rows) == (BATCH_USERS, 5)
    assert second.to_pylist() == list(org.people(BATCH_USERS, BATCH_USERS + 5))
