"""Functions that look up people."""
