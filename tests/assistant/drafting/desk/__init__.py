"""Drafts that are stored, and what comes of them: files, sets, batches, the API, the commands."""
