"""Terraform's language: a reader that keeps every place, and what an expression of it comes to."""

from oktaexpr.formats.hcl.evaluation import Evaluator
from oktaexpr.formats.hcl.nodes import Block, Body, Comment
from oktaexpr.formats.hcl.parser import parse_hcl

__all__ = ["Block", "Body", "Comment", "Evaluator", "parse_hcl"]
