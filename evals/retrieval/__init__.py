"""Retrieval measured on sets in the BEIR layout."""
