"""Writes of the news room."""
