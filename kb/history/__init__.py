"""What became of actions, and of decisions and RAID items: read-only questions with `as_of` an argument."""
