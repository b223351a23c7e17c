"""Tests of the package corpus.structure."""
