"""Which article of a new version is which of the old one: by wording first, by number only where the wording agrees.

An article without a sure counterpart has none: a comment rather stays with its own version than moves to another
article.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from gazette.drafts.enums import SectionChange
from search import vietnamese

#: Least share of common word triples of two wordings of one article under the same number.
_SAME_NUMBER = 0.25
#: The same for an article that also changed its number: nothing but the wording tells that it is the same.
_OTHER_NUMBER = 0.55
#: So much better than the second best it has to be.
_MARGIN = 0.15
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Article:
    """What is compared of an article."""

    number: str
    title: str
    text: str


@dataclass(frozen=True)
class Match:
    """The old article that a new one was, by its place, and what became of it."""

    old: int
    change: SectionChange


def match_articles(old: Sequence[Article], new: Sequence[Article]) -> dict[int, Match]:
    """Return for each new article, by its place, the old one that it was."""
    pairs = _exact(old, new)
    free_old = set(range(len(old))) - set(pairs.values())
    free_new = set(range(len(new))) - set(pairs)
    grams_old = {place: _grams(old[place]) for place in free_old}
    grams_new = {place: _grams(new[place]) for place in free_new}
    likeness = _likeness(grams_old, grams_new)
    titles_old = {place: _words(old[place].title) for place in free_old}
    for place in sorted(free_new):
        same = [
            other
            for other in sorted(free_old)
            if old[other].number == new[place].number
            and (
                likeness.get((other, place), 0.0) >= _SAME_NUMBER
                or (titles_old[other] and titles_old[other] == _words(new[place].title))
            )
        ]
        if same:
            best = max(same, key=lambda other: likeness.get((other, place), 0.0))
            if not _is_better_elsewhere(best, place, likeness, free_old, free_new):
                pairs[place] = best
                free_old.discard(best)
    free_new -= set(pairs)
    ranked = sorted(
        ((score, other, place) for (other, place), score in likeness.items() if score >= _OTHER_NUMBER),
        reverse=True,
    )
    for score, other, place in ranked:
        if other in free_old and place in free_new:
            rivals = [
                value
                for (one, two), value in likeness.items()
                if (one == other) != (two == place) and one in free_old and two in free_new
            ]
            if score - max(rivals, default=0.0) >= _MARGIN:
                pairs[place] = other
                free_old.discard(other)
                free_new.discard(place)
    return {place: Match(other, _change(old[other], new[place])) for place, other in sorted(pairs.items())}


def _change(old: Article, new: Article) -> SectionChange:
    if _key(old) != _key(new):
        return SectionChange.CHANGED
    return SectionChange.SAME if old.number == new.number else SectionChange.RENUMBERED


def _exact(old: Sequence[Article], new: Sequence[Article]) -> dict[int, int]:
    """Pair articles with the same wording; where several share one, number and neighbours decide."""
    by_key: defaultdict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for place, article in enumerate(old):
        by_key[_key(article)][0].append(place)
    for place, article in enumerate(new):
        by_key[_key(article)][1].append(place)
    pairs: dict[int, int] = {}
    shared = []
    for key, (before, after) in by_key.items():
        if not key or not before or not after:
            continue
        if len(before) == len(after) == 1:
            pairs[after[0]] = before[0]
        else:
            shared.append((before, after))
    for before, after in shared:
        pairs |= _among_equals(old, new, before, after, pairs)
    return pairs


def _among_equals(
    old: Sequence[Article], new: Sequence[Article], before: list[int], after: list[int], known: dict[int, int]
) -> dict[int, int]:
    if len(before) == len(after):
        return dict(zip(after, before, strict=True))
    chosen: dict[int, int] = {}
    left = list(before)
    # Neighbours that are known say most: an article stays between those that it stood between.
    for is_sure in (
        lambda other, place: known.get(place - 1) == other - 1 or known.get(place + 1) == other + 1,
        lambda other, place: old[other].number == new[place].number,
    ):
        for place in after:
            found = [other for other in left if place not in chosen and is_sure(other, place)]
            if len(found) == 1:
                chosen[place] = found[0]
                left.remove(found[0])
    return chosen


def _is_better_elsewhere(
    other: int, place: int, likeness: dict[tuple[int, int], float], free_old: set[int], free_new: set[int]
) -> bool:
    """Whether an old article is clearly more like another new one, or the new one like another old one."""
    own = likeness.get((other, place), 0.0)
    rivals = [likeness.get((other, two), 0.0) for two in free_new if two != place]
    rivals += [likeness.get((one, place), 0.0) for one in free_old if one != other]
    best = max(rivals, default=0.0)
    return best >= _OTHER_NUMBER and best - own >= _MARGIN


def _likeness(old: dict[int, Counter[str]], new: dict[int, Counter[str]]) -> dict[tuple[int, int], float]:
    """Return the share of common word triples of every pair that has some."""
    where: defaultdict[str, list[int]] = defaultdict(list)
    for place, grams in old.items():
        for gram in grams:
            where[gram].append(place)
    sizes = {place: sum(grams.values()) for place, grams in old.items()}
    found: dict[tuple[int, int], float] = {}
    for place, grams in new.items():
        common: Counter[int] = Counter()
        for gram, times in grams.items():
            for other in where.get(gram, ()):
                common[other] += min(times, old[other][gram])
        size = sum(grams.values())
        for other, count in common.items():
            found[other, place] = 2 * count / (size + sizes[other])
    return found


def _grams(article: Article) -> Counter[str]:
    words = _words(f"{article.title} {article.text}").split()
    if len(words) < 3:
        return Counter([" ".join(words)] if words else [])
    return Counter(" ".join(words[at : at + 3]) for at in range(len(words) - 2))


def _key(article: Article) -> str:
    return _words(f"{article.title} {article.text}")


def _words(text: str) -> str:
    return " ".join(_WORD.findall(vietnamese.normalize(text).lower()))
