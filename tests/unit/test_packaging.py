"""The wheel, the sdist and the editable install hold what they need: grammar, data files, both packages, types."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
_PROGRAM = (
    "import oktaexpr, simulator, sys; from oktaexpr import Scope; print(oktaexpr.__file__); print(simulator.__file__);"
    "print(oktaexpr.evaluate('1 + 1 == 2 ? String.toUpperCase(\"a\") : null', Scope()));"
    "from oktaexpr.functions.usages import usages; print(len(usages()) > 10)"
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the sdist, and the wheel that was built from it."""
    out = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(ROOT)],
        check=True,
        capture_output=True,
    )
    return out


def _run(path: Path, folder: Path) -> list[str]:
    """Run the program with `path` before everything else, from an empty folder; no grammar cache is used."""
    environment = {"PYTHONPATH": str(path), "OKTAEXPR_NO_CACHE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM],
        check=True,
        capture_output=True,
        text=True,
        cwd=folder,
        env=environment,
    )
    return done.stdout.split()


def test_wheel_runs_without_the_checkout(built: Path, tmp_path: Path) -> None:
    (wheel,) = built.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert "oktaexpr/_grammar/okta.lark" in names
    assert "oktaexpr/py.typed" in names
    assert "simulator/facts.toml" in names
    assert not [name for name in names if name.startswith(("tests/", "examples/", "grammar/"))]
    target = tmp_path / "installed"
    zipfile.ZipFile(wheel).extractall(target)
    (tmp_path / "elsewhere").mkdir()
    package, simulator, value, usages = _run(target, tmp_path / "elsewhere")
    assert Path(package).is_relative_to(target)
    assert Path(simulator).is_relative_to(target)
    assert (value, usages) == ("A", "True")


def test_every_data_file_is_in_the_wheel(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    shipped = set(zipfile.ZipFile(wheel).namelist())
    files = [
        path
        for package in ("oktaexpr", "simulator")
        for path in (ROOT / package).rglob("*")
        if path.is_file()
    ]
    kept = [path for path in files if path.suffix != ".pyc"]
    assert [path.name for path in kept if path.relative_to(ROOT).as_posix() not in shipped] == []


def test_sdist_holds_what_a_fresh_clone_has(built: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {
        "grammar/okta.lark",
        "README.md",
        "LICENSE",
        "Makefile",
        "tests/conformance/spel_core.jsonl",
    } <= names


def test_checkout_itself_runs(tmp_path: Path) -> None:
    """An editable install puts the checkout on the path; the grammar then lies beside the package."""
    package, _, value, _ = _run(ROOT, tmp_path)
    assert Path(package).is_relative_to(ROOT)
    assert value == "A"
