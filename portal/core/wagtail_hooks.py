"""Hooks of the core room; registration only."""
