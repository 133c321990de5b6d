"""Quality page."""
