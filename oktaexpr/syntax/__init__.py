"""Text to tree and back. Only this package knows Lark."""

from oktaexpr.syntax.parser import Recovery, parse, recover, syntax_faults
from oktaexpr.syntax.printer import print_node
from oktaexpr.syntax.visitor import children, path, walk

__all__ = ["Recovery", "children", "parse", "path", "print_node", "recover", "syntax_faults", "walk"]
