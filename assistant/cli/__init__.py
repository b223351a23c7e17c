"""The command line ``cqo``."""

from assistant.cli.app import main

__all__ = ["main"]
