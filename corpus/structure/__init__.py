"""From lines to a tree of clauses with sentences: one file a numbering family."""
