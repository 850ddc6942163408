"""The way in: `run` is what the script `oktaexpr` and `python -m oktaexpr` call."""

from __future__ import annotations

import gc
import signal
import sys
from typing import NoReturn

_OBJECTS_BETWEEN_COLLECTIONS = 50_000
"""Loading makes many objects that live on, and looking through them again and again took a tenth of a short command."""


def run() -> NoReturn:
    """Run the program and exit: 0 fine, 1 an expression or data at fault, 2 wrong usage, 70 our bug."""
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    signal.signal(signal.SIGTERM, _leave)
    from oktaexpr.cli.program import application
    from oktaexpr.cli.shared.failures import BROKEN_PIPE, INTERRUPTED, close_pipe, report_bug
    from oktaexpr.cli.shared.output import arguments, use_utf8

    use_utf8()
    try:
        application()(arguments(), prog_name="oktaexpr")
        sys.stdout.flush()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        close_pipe()
        sys.exit(BROKEN_PIPE)
    except Exception as error:
        sys.exit(report_bug(error))
    sys.exit(0)


def _leave(*_: object) -> NoReturn:
    """Exit through everything that is open, so that no file is left half written; a signal alone would not."""
    from oktaexpr.cli.shared.failures import TERMINATED

    sys.exit(TERMINATED)
