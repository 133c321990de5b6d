"""From drawing operations to lines and grids. Pure."""
