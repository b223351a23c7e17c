"""Configurations: the product with a part changed or left out, to see what that part is worth."""
