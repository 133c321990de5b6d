"""From tables on pages to the tables of a report: columns told, rows mended, parts joined. Pure."""
