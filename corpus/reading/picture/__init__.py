"""Pictures, and pages of originals as pictures."""
