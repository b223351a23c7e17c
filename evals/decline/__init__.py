"""Declining: what must be, what must not be, and what another threshold of the gate would do."""
