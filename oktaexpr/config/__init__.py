"""What a repository says once instead of at each command: `oktaexpr.toml`, or `[tool.oktaexpr]` of `pyproject.toml`."""

from oktaexpr.config.configuration import CaseSettings, Configuration
from oktaexpr.config.finding import FILE_NAME, configuration_problem, find_configuration, read_configuration
from oktaexpr.config.problems import ConfigurationError
from oktaexpr.config.template import template

__all__ = [
    "FILE_NAME",
    "CaseSettings",
    "Configuration",
    "ConfigurationError",
    "configuration_problem",
    "find_configuration",
    "read_configuration",
    "template",
]
