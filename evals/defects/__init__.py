"""Seeded defects: the product broken on purpose, to see whether the suites notice.

``evals.defects.table`` is the table of contents. Each defect is undone when its context is left.
"""
