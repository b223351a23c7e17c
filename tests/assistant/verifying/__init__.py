"""The verifier: what a statement may say, clause by clause."""
