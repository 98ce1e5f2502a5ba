"""All writes to questions, one concern a file."""
