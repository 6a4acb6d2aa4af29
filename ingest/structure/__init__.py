"""From the lines of a text to its headings and clauses: numbering, titles, outline, sections, addresses, review."""
