"""PDF files with a text layer: letters, lines, ruled tables."""
