"""Identity Engine's date-times."""
