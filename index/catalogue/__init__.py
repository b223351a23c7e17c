"""Sources, clauses and conversations in SQL: the truth of the index."""
