"""The project's own synthetic headline reports: data first, then PDFs. For development only, never in the wheel."""
