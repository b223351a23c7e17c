"""Plain text and Markdown: encodings and broken lines."""
