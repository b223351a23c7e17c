"""From a question to an answer whose every sentence opens its clause, or to a reasoned refusal."""
