"""How clauses are stored and found. Knows the corpus, knows no language model.

``index.store.open_index`` is the door; the rooms behind it: ``catalogue`` (SQL, the truth),
``chunks``, ``tokens`` and ``lexical`` (words), ``vectors`` (Chroma), ``exact``, ``retrieval``,
``build`` and ``verify``.
"""
