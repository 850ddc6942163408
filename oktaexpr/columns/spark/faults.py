"""What Spark says went wrong, as one sentence: its own texts go on for a hundred lines of Java."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from oktaexpr.errors import DirectoryError

_OWN = re.compile(r"oktaexpr\.errors\.\w+: ")
"""Before a message of ours that was raised in a worker."""
_JAVA_CLASS = re.compile(r"^(?:: )?\(?(?:[a-z]\w*\.)+\w+(?:: |\) )")
"""Before a message that Java gives with the class of the exception: `: java.io.IOException: `."""
_STAGE = re.compile(r"^Job aborted due to stage failure: .*?\(TID \d+\) \([^)]*\): ")
"""Before what went wrong in one of the cluster's machines, which Spark calls by number."""
_SQL_STATE = re.compile(r"\.? SQLSTATE: \w{5}")
_TRACEBACK = "Traceback (most recent call last):"
_REMEDY = (
    "the workers' Python needs oktaexpr[columns]: install it there, or send it along as examples/scale does"
)


@contextmanager
def spark_faults() -> Iterator[None]:
    """Turn what Spark says of data that it cannot read or evaluate into a `DirectoryError`."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (PySparkException, Py4JError) as error:
        raise DirectoryError(_sentence(str(error))) from None


def _sentence(text: str) -> str:
    said = text.partition("JVM stacktrace:")[0]
    if _TRACEBACK in said:
        return _of_traceback(said)
    lines = [line.strip() for line in said.splitlines() if line.strip() and not line.startswith("\tat ")]
    if lines[0].startswith("An error occurred while calling "):
        del lines[0]
    # Some messages only say in the lines below what they mean: `Failed merging schemas:`.
    whole = " ".join(lines[:5]) if lines[0].endswith(":") else lines[0]
    for around in (_JAVA_CLASS, _STAGE, _JAVA_CLASS, _SQL_STATE):
        whole = around.sub("", whole)
    return f"Spark: {whole}"


def _of_traceback(text: str) -> str:
    """Return the message of an exception in a worker, which ends its traceback: the last line that is not indented."""
    *_, last = (line for line in text.splitlines() if line and not line[0].isspace())
    if last.startswith("ModuleNotFoundError: "):
        return f"Spark: {last.partition(': ')[2]}; {_REMEDY}"
    own = _OWN.match(last)
    return last[own.end() :] if own else f"Spark: {last}"
