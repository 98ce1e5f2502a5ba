"""The difference of two wordings, word by word; both can be put together again from it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

#: A word or another character with the blanks after it, blanks alone, a line break: nothing is left out.
_TOKENS = re.compile(r"\n|[^\S\n]+|\w+[^\S\n]*|[^\w\s][^\S\n]*")
#: More words than this on each side are compared line by line only: the time grows with their product.
_MOST_WORDS = 1_200
#: Lines that share less than this are two lines, not one that changed.
_LEAST_ALIKE = 0.35
_MOST_LINES = 4_000


class Operation(StrEnum):
    """What became of a piece."""

    EQUAL = "equal"
    DELETE = "delete"
    INSERT = "insert"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text that both wordings have, or only the older or the newer one."""

    operation: Operation
    text: str


def difference(old: str, new: str) -> list[Piece]:
    """Return the pieces in reading order: those not inserted make `old`, those not deleted make `new`."""
    return list(_merged(_compared(old, new)))


def old_text(pieces: Iterable[Piece]) -> str:
    """Return the older wording."""
    return "".join(piece.text for piece in pieces if piece.operation is not Operation.INSERT)


def new_text(pieces: Iterable[Piece]) -> str:
    """Return the newer wording."""
    return "".join(piece.text for piece in pieces if piece.operation is not Operation.DELETE)


def _compared(old: str, new: str) -> Iterator[Piece]:
    if old == new:
        yield Piece(Operation.EQUAL, old)
        return
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    if len(before) + len(after) > _MOST_LINES:
        yield Piece(Operation.DELETE, old)
        yield Piece(Operation.INSERT, new)
        return
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            yield Piece(Operation.EQUAL, "".join(before[i:j]))
        else:
            yield from _lines(before[i:j], after[k:m])


def _lines(before: Sequence[str], after: Sequence[str]) -> Iterator[Piece]:
    """Compare lines that changed: those that resemble each other word by word, in their order."""
    position = 0
    for line in before:
        partner = _partner(line, after, position)
        if partner is None:
            yield Piece(Operation.DELETE, line)
            continue
        for added in after[position:partner]:
            yield Piece(Operation.INSERT, added)
        yield from _words(line, after[partner])
        position = partner + 1
    for added in after[position:]:
        yield Piece(Operation.INSERT, added)


def _partner(line: str, after: Sequence[str], position: int) -> int | None:
    """Return the first of the next few lines that is much like this one."""
    if len(after) == 1 and position == 0:
        return 0
    words = set(_TOKENS.findall(line))
    best, best_share = None, _LEAST_ALIKE
    for index in range(position, min(position + 8, len(after))):
        others = set(_TOKENS.findall(after[index]))
        share = len(words & others) / max(len(words | others), 1)
        if share > best_share:
            best, best_share = index, share
    return best


def _words(old: str, new: str) -> Iterator[Piece]:
    before, after = _TOKENS.findall(old), _TOKENS.findall(new)
    if len(before) * len(after) > _MOST_WORDS * _MOST_WORDS:
        yield from _ends_apart(old, new)
        return
    matcher = SequenceMatcher(None, before, after, autojunk=len(before) + len(after) > 800)
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            yield Piece(Operation.EQUAL, "".join(before[i:j]))
            continue
        if j > i:
            yield Piece(Operation.DELETE, "".join(before[i:j]))
        if m > k:
            yield Piece(Operation.INSERT, "".join(after[k:m]))


def _ends_apart(old: str, new: str) -> Iterator[Piece]:
    """Tell what begins and ends alike from the middle, for lines too long to compare word by word."""
    most = min(len(old), len(new))
    head = next((i for i in range(most) if old[i] != new[i]), most)
    tail = next((i for i in range(most - head) if old[-1 - i] != new[-1 - i]), most - head)
    yield Piece(Operation.EQUAL, old[:head])
    yield Piece(Operation.DELETE, old[head : len(old) - tail])
    yield Piece(Operation.INSERT, new[head : len(new) - tail])
    yield Piece(Operation.EQUAL, old[len(old) - tail :] if tail else "")


def _merged(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Join neighbours, and swallow a blank that stays between two changes: it would only split them."""
    kept: list[Piece] = []
    for piece in pieces:
        if not piece.text:
            continue
        if kept and kept[-1].operation is piece.operation:
            kept[-1] = Piece(piece.operation, kept[-1].text + piece.text)
        else:
            kept.append(piece)
    deleted: list[str] = []
    inserted: list[str] = []
    for index, piece in enumerate(kept):
        is_between = 0 < index < len(kept) - 1 and piece.text.strip(" ") == ""
        if piece.operation is Operation.EQUAL and not is_between:
            yield from _changes(deleted, inserted)
            deleted, inserted = [], []
            yield piece
        else:
            if piece.operation is not Operation.INSERT:
                deleted.append(piece.text)
            if piece.operation is not Operation.DELETE:
                inserted.append(piece.text)
    yield from _changes(deleted, inserted)


def _changes(deleted: list[str], inserted: list[str]) -> Iterator[Piece]:
    if "".join(deleted):
        yield Piece(Operation.DELETE, "".join(deleted))
    if "".join(inserted):
        yield Piece(Operation.INSERT, "".join(inserted))
