"""Java's methods on text."""
