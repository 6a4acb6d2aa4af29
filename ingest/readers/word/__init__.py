"""Word files: .docx and .doc, with the numbers that Word prints and does not store."""
