"""A document written as a file: DOCX, Markdown, PDF."""
