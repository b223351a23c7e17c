"""How text becomes vectors: the built-in model, and any other by name or folder."""
