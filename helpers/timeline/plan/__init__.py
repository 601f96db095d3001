"""Decide where everything goes: a plan in points, made from what was read and changed by nobody."""
