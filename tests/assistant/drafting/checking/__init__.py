"""Tests of assistant.drafting.checking."""
