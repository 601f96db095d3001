"""Draw a plan on the Axes of matplotlib."""
