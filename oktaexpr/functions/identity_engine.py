"""Identity Engine's methods on text and lists."""
