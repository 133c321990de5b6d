"""Leaf parsers: what a cell or a sentence means. Pure."""
