"""Receipts: codes that nobody guesses and that people can read out on the telephone."""

from __future__ import annotations

import hashlib
import secrets

#: Crockford's letters: without I, L, O and U, which are read as others.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_GROUPS, _GROUP_LENGTH = 5, 4
_READ_AS = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})


def new_receipt() -> str:
    """Return a code of 100 random bits, in groups of four: 7KQ2-M9XD-…"""
    letters = [secrets.choice(_ALPHABET) for _ in range(_GROUPS * _GROUP_LENGTH)]
    return "-".join(
        "".join(letters[start : start + _GROUP_LENGTH]) for start in range(0, len(letters), _GROUP_LENGTH)
    )


def receipt_digest(receipt: str) -> str:
    """Return what is stored of a code; case, blanks, dashes and letters that look alike make no difference."""
    plain = "".join(char for char in receipt.upper() if char.isascii() and char.isalnum()).translate(_READ_AS)
    return hashlib.sha256(plain.encode()).hexdigest() if plain else ""
