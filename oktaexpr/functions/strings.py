"""Classic's `String` functions."""
