"""Characters of scanned pages and pictures, offline."""
