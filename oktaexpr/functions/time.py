"""Classic's `Time` functions."""
