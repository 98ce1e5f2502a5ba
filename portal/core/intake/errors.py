"""Why a post is not taken; the text of each is the sentence that the sender reads."""

from __future__ import annotations


class NotTaken(Exception):
    """A post that is refused; nothing of it was stored."""


class ProofRefused(NotTaken):
    """No proof that a computer worked for this post, or one that was used or is too old."""


class TooMany(NotTaken):
    """More posts than an address or its network may send now."""

    def __init__(self, message: str, seconds: int) -> None:
        super().__init__(message)
        self.seconds = seconds


class OtherBody(NotTaken):
    """An `Idempotency-Key` that was used with another body."""
