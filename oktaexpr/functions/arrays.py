"""Classic's `Arrays` functions; text of comma-separated values may stand for an array."""
