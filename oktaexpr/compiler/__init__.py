"""From a syntax tree to a fast program."""

from oktaexpr.compiler.program import Program, compile, compile_tree

__all__ = ["Program", "compile", "compile_tree"]
