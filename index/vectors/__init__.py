"""Vectors of the chunks: kept in Chroma, searched without waiting for it.

Measured (2 busy cores, Chroma 1.5.9, 2,000 chunks of 384): ``import chromadb`` 1.2 to 2.3 s,
opening a client 0.2 to 0.4 s, a filtered query 8 to 40 ms. Exact cosine over a memory-mapped file:
under 1 ms, no import but NumPy. And two Chroma clients on one folder can hang or damage it. Hence:

- ``chroma_store``: Chroma is the store. Each change writes a *new* collection state in a folder of
  its own (``vectors/TOKEN/chroma``, begun as a copy of the last one) under the build lock, and the
  catalogue then points to the new token in one transaction. No process ever reads a folder that is
  being written, and a killed build leaves a folder nobody points to.
- ``snapshot``: with it goes the same matrix as ``vectors/TOKEN/snapshot.npy``, mapped by every
  process that searches: ``cqo ask`` beside ``cqo serve``, or two of them.
- With ``CQO_CHROMA_URL`` the collections live in a Chroma server, which many may use at once; then
  every search goes there. In a long-running process above ``search.EXACT_LIMIT`` chunks the
  embedded Chroma is searched (by one process, which holds ``vectors/chroma-reader.lock``).
"""
