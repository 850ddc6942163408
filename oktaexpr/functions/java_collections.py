"""Java's methods on lists, arrays, maps and sets, as Spring calls them."""
