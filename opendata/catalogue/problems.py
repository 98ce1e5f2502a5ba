"""Why an action is refused, in CKAN's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


class NotFound(Exception):
    """What is asked for is not there."""


class Refused(ValueError):
    """Parameters that cannot be accepted: the name of each with sentences."""

    def __init__(self, errors: Mapping[str, Sequence[str]]) -> None:
        super().__init__(dict(errors))
        self.errors = {name: list(sentences) for name, sentences in errors.items()}
