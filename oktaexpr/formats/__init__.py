"""Finding expressions in the files that hold them, checking them there, and fixing them there."""

from oktaexpr.formats.file_diagnostic import FileDiagnostic, UsedBy
from oktaexpr.formats.files import check_files, find
from oktaexpr.formats.fixing import FixedFile, fix_files
from oktaexpr.formats.found import FoundExpression, Receiver, Use
from oktaexpr.formats.mapped import MappedText, Origin, Place, Run
from oktaexpr.formats.settings import FileSettings

__all__ = [
    "FileDiagnostic",
    "FileSettings",
    "FixedFile",
    "FoundExpression",
    "MappedText",
    "Origin",
    "Place",
    "Receiver",
    "Run",
    "Use",
    "UsedBy",
    "check_files",
    "find",
    "fix_files",
]
