"""A title for a question that came without one: its own first words that ask something."""

from __future__ import annotations

import re

from search import vietnamese

LONGEST = 150
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?=\S)[^.!?\n]*)*[.!?]?")
_GREETINGS = (
    "kinh gui",
    "kinh thua",
    "xin chao",
    "chao ",
    "toi la",
    "toi ten la",
    "em la",
    "em ten la",
    "cam on",
)
_ASKING = (
    "hoi",
    "the nao",
    "nhu the nao",
    "khong",
    "o dau",
    "bao lau",
    "khi nao",
    "la gi",
    "gi",
    "may",
    "huong dan",
)
_LEAST = 15


def title_of(text: str) -> str:
    """Return the sentence of a text that asks, cut at a word where it is long."""
    sentences = [" ".join(found.split()) for found in _SENTENCE.findall(text)]
    sentences = [sentence for sentence in sentences if any(char.isalnum() for char in sentence)]
    telling = [sentence for sentence in sentences if not vietnamese.fold(sentence).startswith(_GREETINGS)]
    long = [sentence for sentence in telling if len(sentence) >= _LEAST]
    asking = [sentence for sentence in long if sentence.endswith("?")]
    asking += [
        sentence for sentence in long if any(f" {word}" in vietnamese.fold(sentence) for word in _ASKING)
    ]
    chosen = next(iter([*asking, *long, *telling, *sentences]), " ".join(text.split()))
    return cut(chosen)


def cut(text: str) -> str:
    """Return a text cut at a word, with a mark that it goes on."""
    if len(text) <= LONGEST:
        return text
    return text[:LONGEST].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"
