"""A file that is not taken in."""

from __future__ import annotations


class FileRefused(ValueError):
    """Its text is a sentence for the person who has the file: what is wrong, in which row and column."""
