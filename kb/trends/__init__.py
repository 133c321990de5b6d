"""Aggregate questions over time; every number has the list of records behind it."""
