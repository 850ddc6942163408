"""`repl`: lines without a terminal, the session's commands, completion, and the history's folder."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from oktaexpr.cli.completion import candidates
from oktaexpr.cli.repl import open_history
from oktaexpr.cli.session import Session
from oktaexpr.cli.shared import read_people
from oktaexpr.render import painter
from tests.support.program import Run


def test_lines_of_standard_input_are_answered(oktaexpr: Run) -> None:
    lines = "1 + 1\n\n:set user.level=4\nuser.level\n:group dev\nisMemberOfGroupName('dev')\n:quit\nnever"
    result = oktaexpr("repl", stdin=lines)
    assert (result.code, result.out, result.err) == (0, "2\n4\ntrue\n", "")


def test_what_fails_goes_to_standard_error(oktaexpr: Run) -> None:
    result = oktaexpr("repl", stdin="1 +\nuser.a.b\n:bogus\n:engine x\n:set y\n:user z\n'fine'\n")
    assert (result.code, result.out) == (1, '"fine"\n')
    for part in (
        "error[OEL104]",
        "error[PROPERTY_ON_NULL]",
        "no command :bogus",
        "unknown engine",
        "'y'",
        "--directory",
    ):
        assert part in result.err


def test_explain_check_and_engine(oktaexpr: Run) -> None:
    result = oktaexpr(
        "repl", stdin=":explain 1 > 0\n:check foo()\n:engine identity-engine\n'ab'.length()\n:help\n"
    )
    assert result.code == 0
    assert "true" in result.out
    assert "OEL201" in result.out
    assert ":explain EXPR" in result.out


@pytest.fixture
def session(directory: str) -> Session:
    """Give a session for Ann."""
    people = read_people(engine="classic", directory=directory)
    return Session(people, "ann@acme.example", paint=painter(color=False))


def test_users_are_changed_and_unknown_ones_refused(session: Session) -> None:
    assert session.prompt == "ann@acme.example (classic)> "
    session.answer(":user bo@acme.example")
    assert session.answer("user.firstName").text == '"Bo"'
    assert session.answer(":user nobody").failed
    assert session.answer("user.firstName").text == '"Bo"'


@pytest.mark.parametrize(
    ("before", "offered"),
    [
        ("user.dep", ("user.department", 8)),
        ("1 + String.le", ("String.len(", 9)),
        ('isMemberOfGroupName("d', ("dev", 1)),
        ("isMemberOfGroupName('r", ("ro", 1)),
        (":exp", (":explain", 4)),
        (":user b", ("bo@acme.example", 1)),
        ("STRING.LEN", ("String.len(", 10)),
    ],
)
def test_what_is_offered(session: Session, before: str, offered: tuple[str, int]) -> None:
    assert offered in list(candidates(before, session))


def test_nothing_is_offered_for_nothing(session: Session) -> None:
    assert not list(candidates("", session))
    assert not list(candidates("'a' + ", session))


def test_the_history_is_private(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    history = open_history()
    history.append_string("1 + 1")
    folder = tmp_path / "oktaexpr"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert "1 + 1" in (folder / "history").read_text()


def test_a_folder_that_is_a_link_holds_no_history(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "oktaexpr").symlink_to(tmp_path / "elsewhere")
    open_history().append_string("secret")
    assert not list((tmp_path / "elsewhere").iterdir())
