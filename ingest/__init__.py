"""From PDF to records: pure stages inside, files and processes at the edge."""
