"""The search port and one adapter per engine. Only an adapter knows its engine."""
