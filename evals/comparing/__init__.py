"""Two results on the same questions: what got better, what got worse, and whether that is chance."""

from evals.comparing.pairing import Comparison, compare

__all__ = ["Comparison", "compare"]
