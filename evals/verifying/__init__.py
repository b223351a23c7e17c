"""``cqo eval verify``: wrong statements caught, true ones let pass."""
