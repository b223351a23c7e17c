"""Instructions hidden in questions, imported texts, file names and model output: they stay data."""
