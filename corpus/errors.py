"""The error tree. Every message is one Chinese line: what is wrong with which input, and what to do."""

from __future__ import annotations


class CqoError(Exception):
    """A failure of the product's own; the command line exits with 1."""

    exit_code = 1

    def __init__(self, message: str) -> None:
        line = " ".join(message.split())  # names of files may hold anything
        super().__init__("".join(char if char.isprintable() else "?" for char in line))

    @property
    def message(self) -> str:
        return str(self.args[0])


class BadInput(CqoError):
    """What the user gave cannot be used; the command line exits with 2."""

    exit_code = 2


class LibraryError(BadInput):
    """A file of the library does not follow its schema."""
