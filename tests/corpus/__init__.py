"""Tests of the package corpus."""
