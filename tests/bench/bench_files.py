"""`check` over a tree of Terraform files: files and expressions a second, how it grows, and what the cache saves."""

from __future__ import annotations

import os
import random
import tempfile
import time
from pathlib import Path

from oktaexpr.formats import check_files, find

_SIZES = (125, 250, 500, 1000)
_A_FOLDER = 20
_A_FILE = 5

_CONDITIONS = (
    r"user.department == \"{word}\" AND user.costCenter == \"{number}\"",
    r"String.stringContains(user.title, \"{word}\") OR isMemberOfGroupName(\"{word}_{number}\")",
    r"String.startsWith(user.login, \"{word}\") AND user.city != \"{word}{number}\"",
    r"user.employeeNumber == '{number}' AND (user.userType == \"Employee\" OR user.firstname == \"{word}\")",
    r"isMemberOfAnyGroup(\"${{okta_group.g.id}}\", \"00g{number:017}\")",
)


def write_tree(folder: Path, files: int, seed: int = 11) -> None:
    """Write a tree of Terraform files with five group rules each, twenty files a folder."""
    chance = random.Random(seed)
    words = ("Data", "Sales", "Finance", "Legal", "Support")
    for number in range(files):
        home = folder / f"module_{number // _A_FOLDER:03}"
        home.mkdir(exist_ok=True)
        resources = []
        for rule in range(_A_FILE):
            condition = chance.choice(_CONDITIONS).format(
                word=chance.choice(words), number=chance.randint(1, 999_999)
            )
            resources.append(
                f'resource "okta_group_rule" "r{number}_{rule}" {{\n'
                f'  name              = "Rule {number} {rule}"\n'
                f'  status            = "ACTIVE"\n'
                f"  group_assignments = [okta_group.g{number}_{rule}.id]\n"
                f'  expression_type   = "urn:okta:expression:1.0"\n'
                f'  expression_value  = "{condition}"\n}}\n'
            )
        (home / f"rules_{number}.tf").write_text("\n".join(resources), encoding="utf-8")


def run() -> None:
    """Print one line a size, cold and with the cache."""
    rates = []
    for files in _SIZES:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name) / "tree"
            folder.mkdir()
            write_tree(folder, files)
            os.environ["XDG_CACHE_HOME"] = str(Path(name) / "cache")
            began = time.perf_counter()
            found = check_files([folder])
            cold = time.perf_counter() - began
            began = time.perf_counter()
            assert check_files([folder]) == found
            warm = time.perf_counter() - began
            began = time.perf_counter()
            expressions = sum(1 for _ in find([folder]))
            finding = time.perf_counter() - began
        rates.append(expressions / cold)
        print(
            f"{files:>5,} files, {expressions:>5,} expressions, {len(found):>5,} problems: {files / cold:,.0f} files and "
            f"{expressions / cold:,.0f} expressions a second (finding alone {expressions / finding:,.0f}); "
            f"with the cache {cold / warm:.1f} times as fast (wanted: at least 5)"
        )
    print(
        f"rate at {_SIZES[-1]:,} files to rate at {_SIZES[0]:,}: {rates[-1] / rates[0]:.2f} (1 is linear growth)"
    )
