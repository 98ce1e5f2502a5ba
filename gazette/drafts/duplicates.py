"""Near-duplicates: form letters with their signers, whatever own words each put in.

MinHash signatures of word pairs find for each text the few that it may be like; the longest run of words that both have
in the same order then says whether it is. Two texts are one letter when so many of the shorter one's words stand in the
other in that order that it cannot be chance.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz.distance import LCSseq

from gazette.drafts.letters import divide
from search import vietnamese

#: A shorter text is a duplicate only of its equal: "đồng ý" and "không đồng ý" differ by one word.
LEAST_WORDS = 12
#: Least share of the shorter text's words that the longer one has in the same order.
LEAST_COMMON = 0.46
#: Least share of the longer text's words, so that a quotation does not make a letter.
LEAST_OF_LONGER = 0.4
#: Least share of word pairs in common: order alone could be the small change of the language.
LEAST_PAIRS = 0.1
_PERMUTATIONS, _ROWS = 64, 2
#: So many of the likeliest candidates are looked at.
_CANDIDATES = 8
#: And so many of each cluster.
_TRIES = 2
#: A common word pair of the language says nothing; a crowded band is looked at no further than this.
_CROWD = 24
#: What more of all texts have is looked past the second time.
_RARE = 0.12
#: It is worth it for a text that has this share of such pairs.
_SHARED = 0.2
#: So many words of each text are enough to choose the one that stands for the others.
_MOST_COMPARED = 400
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Run:
    """A stretch of a text, and whether it is the writer's own beside the letter."""

    text: str
    is_own: bool


def cluster(texts: Sequence[str]) -> list[int]:
    """Return for each text the number of its cluster; texts alone have one of their own."""
    words = [_words(text) for text in texts]
    parents = list(range(len(texts)))
    firsts: dict[tuple[str, ...], int] = {}
    different: list[int] = []
    for place, own in enumerate(words):
        first = firsts.setdefault(tuple(own), place)
        if first == place:
            different.append(place)
        else:
            parents[place] = first
    codes: dict[str, int] = {}
    coded = {place: [codes.setdefault(word, len(codes)) for word in words[place]] for place in different}
    pairs = {place: _pairs(coded[place]) for place in different if len(words[place]) >= LEAST_WORDS}
    for looked_at in (pairs, _rarer(pairs)):
        _join_alike(parents, looked_at, coded, pairs)
    _tell_apart(parents, pairs)
    return [_root(parents, place) for place in range(len(texts))]


def _join_alike(
    parents: list[int],
    looked_at: dict[int, set[int]],
    coded: dict[int, list[int]],
    pairs: dict[int, set[int]],
) -> None:
    """Join each text to those that it is like among the likeliest, found by what is `looked_at` of its pairs."""
    bands: list[defaultdict[bytes, list[int]]] = [defaultdict(list) for _ in range(_PERMUTATIONS // _ROWS)]
    for place, signature in _signatures(looked_at):
        met: list[int] = []
        for band, start in zip(bands, range(0, _PERMUTATIONS, _ROWS), strict=True):
            crowd = band[signature[start : start + _ROWS].tobytes()]
            met += crowd
            if len(crowd) < _CROWD:
                crowd.append(place)
        seen: Counter[int] = Counter()
        for other, _times in Counter(met).most_common(_CANDIDATES):
            root = _root(parents, other)
            # Two members of one cluster are enough to say that a text is none of it.
            if root == _root(parents, place) or seen[root] == _TRIES:
                continue
            seen[root] += 1
            if _are_alike(coded[place], coded[other], pairs[place], pairs[other]):
                own_root = _root(parents, place)
                parents[max(root, own_root)] = min(root, own_root)


def _rarer(pairs: dict[int, set[int]]) -> dict[int, set[int]]:
    """Return the pairs of each text without those that very many texts have, such as a salutation's, or hardly any."""
    having: Counter[int] = Counter()
    for own in pairs.values():
        having.update(own)
    most = _RARE * len(pairs)
    least = max(2, len(pairs) // 2000)
    common = {pair for pair, count in having.items() if count > most and count > _CROWD}
    kept = {pair for pair, count in having.items() if count >= least} - common
    rarer = {place: own & kept for place, own in pairs.items() if len(own & common) >= _SHARED * len(own)}
    return {place: own for place, own in rarer.items() if len(own) >= LEAST_WORDS}


def own_words(text: str, letter: str) -> list[Run]:
    """Return a text in runs, telling which words are its writer's own beside the letter that others sent too."""
    spans = [match.span() for match in _WORD.finditer(text)]
    own = [vietnamese.fold(text[start:end]) for start, end in spans]
    matched: set[int] = set()
    for block in LCSseq.opcodes(own, _words(letter)):
        if block.tag == "equal":
            matched.update(range(block.src_start, block.src_end))
    runs: list[Run] = []
    start, is_own = 0, False
    for place, (begin, _end) in enumerate(spans):
        if (place not in matched) != is_own:
            if begin > start:
                runs.append(Run(text[start:begin], is_own))
            start, is_own = begin, place not in matched
    runs.append(Run(text[start:], is_own))
    return [run for run in runs if run.text]


def letter_of(texts: Sequence[str]) -> str:
    """Return the text that has most in common with the others: it stands for the cluster."""
    some = [_words(text)[:_MOST_COMPARED] for text in texts[:20]]
    scores = [sum(LCSseq.normalized_similarity(one, other) for other in some) for one in some]
    return texts[int(np.argmax(scores))] if scores else ""


def _tell_apart(parents: list[int], pairs: dict[int, set[int]]) -> None:
    """Divide the clusters that hold several letters; equal texts follow the one that stands for them."""
    members: defaultdict[int, list[int]] = defaultdict(list)
    for place in pairs:
        members[_root(parents, place)].append(place)
    for places in members.values():
        for group in divide({place: pairs[place] for place in places}):
            for place in group:
                parents[place] = min(group)


def _are_alike(one: list[int], other: list[int], pairs: set[int], others: set[int]) -> bool:
    if len(pairs & others) < LEAST_PAIRS * min(len(pairs), len(others)):
        return False
    shorter, longer = sorted((len(one), len(other)))
    common = LCSseq.similarity(one, other)
    return common >= LEAST_COMMON * shorter and common >= LEAST_OF_LONGER * longer


def _pairs(codes: list[int]) -> set[int]:
    """Return the neighbouring words of a text, each pair as one number of 32 bits."""
    row = np.array(codes, dtype=np.uint64)
    mixed = (row[:-1] * np.uint64(2654435761) + row[1:] * np.uint64(2246822519)) & np.uint64(0xFFFFFFFF)
    return set(mixed.tolist())


def _signatures(pairs: dict[int, set[int]]) -> Iterator[tuple[int, np.ndarray]]:
    """Return the MinHash signature of each text's word pairs."""
    # It brings parts of scipy that nothing else needs: every start of the site would wait for them.
    from datasketch import MinHash  # noqa: PLC0415

    empty = MinHash(num_perm=_PERMUTATIONS, hashfunc=int)
    for place, hashes in pairs.items():
        sketch = empty.copy()
        sketch.update_batch(hashes)
        yield place, sketch.hashvalues


def _root(parents: list[int], place: int) -> int:
    while parents[place] != place:
        parents[place] = parents[parents[place]]
        place = parents[place]
    return place


def _words(text: str) -> list[str]:
    return _WORD.findall(vietnamese.fold(text))
