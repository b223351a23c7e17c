"""How fast the guide plans, draws and packs."""
