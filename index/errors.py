"""What can go wrong with the stores, each with one Chinese line that says what to do."""

from __future__ import annotations

from corpus.errors import BadInput, CqoError


class DataFolderError(BadInput):
    """The data folder cannot be used: newer version, locked, read-only, not a folder."""


class IndexBusy(CqoError):
    """Another process is writing the index and did not finish in time."""


class IndexMissing(CqoError):
    """Nothing has been indexed yet."""


class VectorMismatch(CqoError):
    """The stored vectors were made by another model or engine; mixing them would be meaningless."""


class UnsupportedSearch(CqoError):
    """This kind of search is not available with the configured database."""
