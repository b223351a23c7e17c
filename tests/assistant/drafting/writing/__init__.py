"""Tests of assistant.drafting.writing."""
