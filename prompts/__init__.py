"""What is said to a model and to a person, as data: prompts, messages, blueprints of documents."""
