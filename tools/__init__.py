"""Tools for maintainers: they make what is derived from the data and check it."""
