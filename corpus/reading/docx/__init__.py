"""Word files: document parts, numbering, styles, tables, to lines."""
