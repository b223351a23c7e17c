"""The library as a person uses it: listed, read beside the original, searched, added to."""
