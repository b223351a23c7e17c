"""Answers in a model's words: it rearranges evidence, and what it cannot prove is struck before anyone reads it."""
