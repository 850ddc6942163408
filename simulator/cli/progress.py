"""The bar of the program's own commands, which long runs of the simulator show too."""

from oktaexpr.cli.shared import Progress, progress_shown

__all__ = ["Progress", "progress_shown"]
