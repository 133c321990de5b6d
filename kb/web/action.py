"""One action: its line, its timeline, every mention."""
