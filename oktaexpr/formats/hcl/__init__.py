"""Terraform's language: python-hcl2 reads it, with every place kept, and we say what an expression of it comes to.

Ours is what the library does not do: texts and heredocs with what they fill in (`shield`, `templates`), and the values
of references that the files of a folder make known (`evaluation`).
"""

from oktaexpr.formats.hcl.evaluation import Evaluator
from oktaexpr.formats.hcl.nodes import Block, Body, Comment
from oktaexpr.formats.hcl.parser import parse_hcl

__all__ = ["Block", "Body", "Comment", "Evaluator", "parse_hcl"]
