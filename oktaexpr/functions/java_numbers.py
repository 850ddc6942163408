"""Java's methods on numbers and Booleans."""
