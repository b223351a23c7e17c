"""From the bytes of a file to lines with their places: one file a format."""
