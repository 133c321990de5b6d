"""The knowledge base: records, store, search, history and pages. It knows nothing of PDFs or of how it is filled."""
