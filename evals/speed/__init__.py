"""How fast the product is: measured as a user waits."""
