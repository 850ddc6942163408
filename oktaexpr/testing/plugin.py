"""The pytest plugin: collects `*.oel.yaml` files, and brings the fixtures `oel`, `okta_directory` and those of extensions.

Every pytest run of an environment with this package loads it, so it imports nothing of the package until a file of tests
is met or a fixture is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from oktaexpr.config import Configuration
    from oktaexpr.directory import Directory
    from oktaexpr.source import Source
    from oktaexpr.testing.fixtures import ExpressionTester
    from oktaexpr.testing.model import UserCase

_SUFFIXES = (".oel.yaml", ".oel.yml")
_FIXTURES = "oktaexpr.fixtures"
"""The group of entry points by which extensions bring fixtures."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the setting that says where users come from."""
    parser.addini(
        "okta_directory", "Users, groups and apps for oktaexpr: a file or a folder, from the root directory."
    )


def pytest_configure(config: pytest.Config) -> None:
    """Hand out the fixtures of extensions, by name and unloaded."""
    brought = {entry.name: _fixture_of(entry) for entry in entry_points(group=_FIXTURES)}
    config.pluginmanager.register(type("OktaexprFixtures", (), brought)(), "oktaexpr-fixtures")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect a file of tests."""
    if not file_path.name.endswith(_SUFFIXES):
        return None
    collected: pytest.Collector = CaseFileCollector.from_parent(parent, path=file_path)
    return collected


class CaseFileCollector(pytest.File):
    """One `*.oel.yaml` file."""

    def collect(self) -> Iterator[CaseItem]:
        """Yield its cases. Raises pytest's `CollectError` with every problem of the file."""
        from oktaexpr.cli.shared.expectations import find_expectation
        from oktaexpr.errors import OktaExprError
        from oktaexpr.testing.case_files import read_case_file

        configuration = _configuration(self.path.parent)
        try:
            file = read_case_file(
                self.path,
                directory=_directory_path(self.config, configuration),
                settings=configuration.file_settings(),
                find_expectation=find_expectation,
            )
        except OktaExprError as error:
            raise self.CollectError(error.message) from None
        for case in file.cases:
            yield CaseItem.from_parent(
                self, name=f"{case.suite or 'case'}[{case.label}]", case=case, source=file.source
            )


class CaseItem(pytest.Item):
    """One case of a file."""

    def __init__(self, *, case: UserCase, source: Source, **settings: Any) -> None:  # noqa: ANN401 - pytest's own
        """Keep the case and the text of its file."""
        super().__init__(**settings)
        self._case = case
        self._source = source

    def runtest(self) -> None:
        """Run the case. Raises `CaseFailedError` with what is different."""
        from oktaexpr.cli.shared.expectations import find_expectation
        from oktaexpr.render.report import Case, Report
        from oktaexpr.render.report_formats import ReportFormat, render_report
        from oktaexpr.testing.running import run_case

        result = run_case(self._case, self._source, find_expectation)
        if not result.has_passed:
            report = Report("test", [Case(self.name, str(self.path), result.findings)])
            raise CaseFailedError(render_report(report, ReportFormat.TEXT))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:  # noqa: ANN401
        """Return the drawing of what is different; of a bug, what pytest shows of it."""
        if isinstance(excinfo.value, CaseFailedError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Return the file, the line from 0 and the name."""
        return self.path, self._source.position(self._case.span.start).line - 1, self.name


class CaseFailedError(Exception):
    """A case gives something else than it expects."""


@pytest.fixture(scope="session")
def okta_directory(pytestconfig: pytest.Config) -> Directory:
    """Users, groups and apps: those that `okta_directory` of pytest's settings names, or `directory` of oktaexpr's."""
    from oktaexpr.errors import DirectoryError
    from oktaexpr.testing.people_reading import load_directory

    path = _directory_path(pytestconfig, _configuration(pytestconfig.rootpath))
    if path is None:
        message = "no directory: name one as `okta_directory` in pytest's settings or as `directory` in oktaexpr.toml"
        raise pytest.UsageError(message)
    try:
        return load_directory(path)
    except DirectoryError as error:
        raise pytest.UsageError(error.message) from None


@pytest.fixture
def oel(request: pytest.FixtureRequest) -> ExpressionTester:
    """Evaluate expressions: `oel("user.level > 3", user={"level": 4})`, `oel("user.email", login="ann@acme.example")`."""
    from oktaexpr.testing.fixtures import ExpressionTester

    return ExpressionTester(lambda: request.getfixturevalue("okta_directory"))


def _fixture_of(entry: EntryPoint) -> Callable[..., Any]:
    """Return a fixture that gives what an entry point names."""

    @pytest.fixture(name=entry.name)
    def brought(_self: object) -> Any:  # noqa: ANN401 - whatever the extension gives
        try:
            return entry.load()
        except (ModuleNotFoundError, AttributeError) as error:
            message = f"the fixture `{entry.name}` needs the module {entry.module}, which another package hides: {error}"
            raise pytest.UsageError(message) from error

    return brought


def _configuration(folder: Path) -> Configuration:
    from oktaexpr.config import ConfigurationError, find_configuration

    try:
        return find_configuration(folder)
    except ConfigurationError as error:
        raise pytest.UsageError(error.message) from None


def _directory_path(config: pytest.Config, configuration: Configuration) -> Path | None:
    named = config.getini("okta_directory")
    return config.rootpath / str(named) if named else configuration.directory
