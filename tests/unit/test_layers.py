"""Imports follow the picture of the house: every layer imports only what lies below it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

LAYERS = [
    {"simulator"},
    {"oktaexpr.cli", "oktaexpr.__main__", "oktaexpr.testing.plugin"},
    {
        "oktaexpr.anonymizing",
        "oktaexpr.config",
        "oktaexpr.formats",
        "oktaexpr.testing",
        "oktaexpr.render",
        "oktaexpr.rulesets",
        "oktaexpr.samples",
    },
    {"oktaexpr.api", "oktaexpr.checker", "oktaexpr.columns", "oktaexpr.compiler", "oktaexpr.tracer"},
    {"oktaexpr.functions"},
    {"oktaexpr.documents"},
    {"oktaexpr.directory"},
    {"oktaexpr.values", "oktaexpr.types"},
    {"oktaexpr.syntax"},
    {"oktaexpr.diagnostics", "oktaexpr.source", "oktaexpr.errors", "oktaexpr.private_folder"},
]
"""Top imports bottom; members of one layer may use each other."""

PUBLIC = {
    "oktaexpr",
    "oktaexpr.columns",
    "oktaexpr.syntax",
    "oktaexpr.diagnostics",
    "oktaexpr.documents",
    "oktaexpr.functions",
    "oktaexpr.types",
    "oktaexpr.render",
    "oktaexpr.testing",
    "oktaexpr.cli.shared",
}
"""What an extension may import."""

ONLY_IN = {
    "lark": ("oktaexpr/syntax/", "oktaexpr/formats/hcl/"),  # python-hcl2 gives Lark's trees and faults
    "hcl2": ("oktaexpr/formats/hcl/",),
    "typer": ("/cli/",),
    "click": ("/cli/",),
}
"""Libraries that one part of the house keeps to itself."""


def _sources() -> list[Path]:
    return sorted([*ROOT.glob("oktaexpr/**/*.py"), *ROOT.glob("simulator/**/*.py")])


def _module(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            assert node.module is not None
            yield from (f"{node.module}.{name.name}" for name in node.names)


def _layer(module: str) -> int | None:
    for level, members in enumerate(LAYERS):
        if any(module == member or module.startswith(f"{member}.") for member in members):
            return level
    return None


@pytest.mark.parametrize("path", _sources(), ids=_module)
def test_imports_point_down(path: Path) -> None:
    own = _layer(_module(path))
    if own is None:  # oktaexpr/__init__.py, which names everything
        assert path == ROOT / "oktaexpr" / "__init__.py"
        return
    for imported in _imports(path):
        level = _layer(imported)
        assert level is None or level >= own, f"{_module(path)} imports {imported}, which lies above it"


@pytest.mark.parametrize("path", sorted(ROOT.glob("simulator/**/*.py")), ids=_module)
def test_simulator_uses_the_public_modules_only(path: Path) -> None:
    for imported in _imports(path):
        if imported.startswith("oktaexpr"):
            home = imported.rpartition(".")[0]
            assert home in PUBLIC or imported in PUBLIC, f"{_module(path)} imports {imported}"


@pytest.mark.parametrize("path", _sources(), ids=_module)
def test_libraries_stay_in_their_room(path: Path) -> None:
    place = f"/{path.relative_to(ROOT).as_posix()}"
    for imported in _imports(path):
        rooms = ONLY_IN.get(imported.partition(".")[0])
        assert rooms is None or any(room in place for room in rooms), f"{_module(path)} imports {imported}"
