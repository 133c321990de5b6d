"""Sql page."""
