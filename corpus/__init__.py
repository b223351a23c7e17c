"""The texts, and how a text becomes a tree of clauses. No database, no network, no model."""
