"""The command line “loci”."""

from loci_client.terminal.commands import main

__all__ = ["main"]
