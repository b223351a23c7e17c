"""Gold questions, suites, metrics and reports; uses the assistant as a user does."""
