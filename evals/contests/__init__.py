"""Contests: the product against itself without a part, and against common ways, question by question."""
