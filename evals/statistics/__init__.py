"""How sure a figure is, and whether two differ: bootstrap intervals, paired tests."""
