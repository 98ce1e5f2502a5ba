"""Words that frame a question ("làm sao", "cho hỏi"): everyday language, which the law it asks for does not use."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

from search.engines.analysis import Syllable, syllables

_SHIPPED: Final = Path(__file__).parent / "resources/question_frames.txt"


def without_frames(words: Sequence[Syllable]) -> list[Syllable]:
    """Return what a question is about; what is nothing but a frame is all of it.

    Who types no diacritics means any; with them only a frame that is written so is one.
    """
    kept: list[Syllable] = []
    place = 0
    while place < len(words):
        size = next(
            (len(frame) for frame in _frames().get(words[place][0], ()) if _is_frame(frame, words, place)), 0
        )
        if not size:
            kept.append(words[place])
        place += size or 1
    return kept or list(words)


def _is_frame(frame: tuple[Syllable, ...], words: Sequence[Syllable], place: int) -> bool:
    found = words[place : place + len(frame)]
    return len(found) == len(frame) and all(
        folded == wanted and written in {wanted, wanted_written}
        for (folded, written), (wanted, wanted_written) in zip(found, frame, strict=True)
    )


@cache
def _frames() -> dict[str, list[tuple[Syllable, ...]]]:
    """Return, by first word, the frames; the longest first."""
    found: dict[str, list[tuple[Syllable, ...]]] = {}
    for line in _SHIPPED.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            frame = tuple(syllables(line))
            found.setdefault(frame[0][0], []).append(frame)
    for listed in found.values():
        listed.sort(key=len, reverse=True)
    return found
