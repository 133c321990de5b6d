"""The query language and the analysis of words: text becomes a `Query`. Knows no engine, no database."""
