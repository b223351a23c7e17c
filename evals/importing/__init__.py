"""How well official texts become clauses: parsed as they are, and rendered to other formats."""
