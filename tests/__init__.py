"""Tests: each name is a claim about the product, tried on the real thing."""
