"""Whether a statement is what the clauses that it cites say: rules, no model. Used wherever text is written."""
