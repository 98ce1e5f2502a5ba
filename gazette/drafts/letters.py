"""Tells letters apart that share their salutation and their ending: what all have in common says nothing.

Texts that were found alike are looked at again by the word pairs that some of them share and others do not. Where these
fall into groups that exclude each other, each group is a letter of its own. The writers' own words, which nobody else
has, count for nothing, and neither do stock phrases, which stand in every group.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

#: Fewer texts have nothing to be divided by.
_LEAST_TEXTS = 4
#: And so many are enough to find out what divides them.
_MOST_TEXTS = 3000
#: So many pairs of a text are enough as well.
_MOST_PAIRS = 100
#: A pair that fewer of so many texts have is somebody's own; one that more than this share has is everybody's.
_ONE_IN, _EVERYBODYS = 200, 0.75
#: No pair says more than one that a twentieth of the texts has.
_MOST_WEIGHT = math.log(20)
#: Share of a text's weight that a group must have, to take it in and to keep it.
_JOINS, _STAYS = 0.3, 0.22
#: Groups that have so much in common are one.
_ONE = 0.5
_MOSTLY = 0.4
#: A pair belongs to a group that has this share of its appearances.
_EXCLUSIVE = 0.7
#: A text belongs to its group by so many such pairs, and by this share of those that it has from others.
_LEAST_PAIRS, _LEAST_SHARE = 4, 0.3
#: What so many of all texts have is no group's.
_COMMON = 0.4
#: So many of the texts that could be told apart have to be.
_TOLD = 0.42
#: A pair that stands in many groups leads to no more of them than these.
_MOST_GROUPS = 24


@dataclass
class _Group:
    """Texts that share pairs, and how many of them have each."""

    size: int = 0
    counts: Counter[int] = field(default_factory=Counter)


def divide(pairs: Mapping[int, set[int]]) -> list[list[int]]:
    """Return the texts, given with their word pairs, in groups; one group where all are one letter."""
    longest = sum(map(len, pairs.values())) // max(1, len(pairs))
    if longest > _MOST_PAIRS:
        # Of long texts the same part of all pairs is enough.
        step = longest // _MOST_PAIRS + 1
        return _divide({key: {pair for pair in own if pair % step == 0} for key, own in pairs.items()})
    return _divide(pairs)


def _divide(pairs: Mapping[int, set[int]]) -> list[list[int]]:
    groups = _parts(pairs)
    if len(groups) == 1:
        return groups
    # What two letters have in common among twenty is seen only where they are looked at alone.
    return [part for group in groups for part in _divide({key: pairs[key] for key in group})]


def _parts(pairs: Mapping[int, set[int]]) -> list[list[int]]:
    if len(pairs) < _LEAST_TEXTS:
        return [list(pairs)]
    # Some texts of very many tell what letters there are.
    looked_at = {key: pairs[key] for key in list(pairs)[:: -(-len(pairs) // _MOST_TEXTS)]}
    total = len(looked_at)
    having: Counter[int] = Counter()
    for own in looked_at.values():
        having.update(own)
    least = max(2, total // _ONE_IN)
    weights = {
        pair: min(_MOST_WEIGHT, math.log(total / count))
        for pair, count in having.items()
        if least <= count <= _EVERYBODYS * total
    }
    telling = {key: [pair for pair in own if pair in weights] for key, own in looked_at.items()}
    home = _grouped(telling, weights)
    explained = _explained(looked_at, telling, having, home, _LEAST_SHARE)
    could_be = sum(len(own) >= _LEAST_PAIRS for own in telling.values())
    if len(set(explained.values())) < 2 or len(explained) < _TOLD * could_be:
        return [list(pairs)]
    # Where there are several letters, a group needs less to be one: its letter may be short beside what all have.
    explained = _explained(looked_at, telling, having, home, _LEAST_SHARE / 3)
    left = [key for key in pairs if key not in explained]
    telling |= {key: [pair for pair in pairs[key] if pair in weights] for key in left}
    everybodys = {pair for pair, count in having.items() if count >= total / 2}
    return _divided(pairs, everybodys, explained | _nearest(telling, weights, explained, left, _STAYS))


def _grouped(telling: Mapping[int, Sequence[int]], weights: Mapping[int, float]) -> dict[int, int]:
    """Put each text to the group whose texts have most of its pairs, or to a new one; then once more to the best."""
    groups: list[_Group] = []
    places: defaultdict[int, list[int]] = defaultdict(list)
    home: dict[int, int] = {}
    for key in sorted(telling, key=lambda key: (-len(telling[key]), key)):
        own = telling[key]
        if len(own) < _LEAST_PAIRS:
            continue
        best, score = _best(own, weights, groups, places)
        if score < _JOINS:
            best = len(groups)
            groups.append(_Group())
        home[key] = best
        groups[best].size += 1
        for pair in own:
            if not groups[best].counts[pair] and len(places[pair]) < _MOST_GROUPS:
                places[pair].append(best)
            groups[best].counts[pair] += 1
    joined = _joined(groups, weights)
    home = {key: joined[place] for key, place in home.items()}
    # The first texts chose among few groups.
    return home | _nearest(telling, weights, home, list(home), _STAYS)


def _nearest(
    telling: Mapping[int, Sequence[int]],
    weights: Mapping[int, float],
    home: Mapping[int, int],
    keys: Sequence[int],
    least: float,
) -> dict[int, int]:
    """Return for each of some texts the group, of those that are known, that has most of its pairs."""
    groups: defaultdict[int, _Group] = defaultdict(_Group)
    for key, place in home.items():
        groups[place].size += 1
        groups[place].counts.update(telling[key])
    places: defaultdict[int, list[int]] = defaultdict(list)
    for place in sorted(groups, key=lambda place: (-groups[place].size, place)):
        for pair in groups[place].counts:
            if len(places[pair]) < _MOST_GROUPS:
                places[pair].append(place)
    best = {key: _best(telling[key], weights, groups, places) for key in keys}
    return {key: place for key, (place, score) in best.items() if score >= least}


def _joined(groups: Sequence[_Group], weights: Mapping[int, float]) -> list[int]:
    """Return for each group the one it is part of: texts of one letter may have begun several."""
    joined = list(range(len(groups)))
    shares: list[dict[int, float]] = []
    places: defaultdict[int, list[int]] = defaultdict(list)
    wholes: list[float] = []
    order = sorted(range(len(groups)), key=lambda place: -groups[place].size)
    for place in range(len(groups)):
        group = groups[place]
        # Of a group of several texts what most have: the rest is their writers' own.
        least = _MOSTLY * group.size if group.size > 2 else 0
        shares.append(
            {
                pair: weights[pair] * count / group.size
                for pair, count in group.counts.items()
                if count >= least
            }
        )
        wholes.append(sum(shares[place].values()))
    for place in order:
        common: defaultdict[int, float] = defaultdict(float)
        for pair, share in shares[place].items():
            for other in places[pair]:
                common[other] += min(share, shares[other][pair])
        likeness = {other: value / min(wholes[place], wholes[other]) for other, value in common.items()}
        best = max(likeness, key=lambda other: likeness[other], default=place)
        if best != place and likeness[best] >= _ONE:
            joined[place] = joined[best]
        for pair in shares[place]:
            if len(places[pair]) < _MOST_GROUPS:
                places[pair].append(place)
    return joined


def _best(
    own: Sequence[int],
    weights: Mapping[int, float],
    groups: Sequence[_Group] | Mapping[int, _Group],
    places: Mapping[int, list[int]],
) -> tuple[int, float]:
    scores: defaultdict[int, float] = defaultdict(float)
    whole = 0.0
    for pair in own:
        weight = weights[pair]
        whole += weight
        for place in places.get(pair, ()):
            scores[place] += weight * groups[place].counts[pair] / groups[place].size
    if not scores:
        return -1, 0.0
    best = max(scores, key=lambda place: scores[place])
    return best, scores[best] / whole


def _explained(
    pairs: Mapping[int, set[int]],
    telling: Mapping[int, Sequence[int]],
    having: Mapping[int, int],
    home: Mapping[int, int],
    least_share: float,
) -> dict[int, int]:
    """Return the texts that have enough of what their group alone has, with their groups."""
    counts: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for key, place in home.items():
        counts[place].update(telling[key])
    explained = {}
    for key, place in home.items():
        own = sum(counts[place][pair] >= _EXCLUSIVE * having[pair] for pair in telling[key])
        common = sum(having[pair] >= _COMMON * len(pairs) for pair in pairs[key])
        if own >= _LEAST_PAIRS and own >= least_share * (own + common):
            explained[key] = place
    return explained


def _divided(pairs: Mapping[int, set[int]], everybodys: set[int], home: Mapping[int, int]) -> list[list[int]]:
    """Return the groups; what is in none is alone, unless nearly all of it is what everybody has."""
    groups: defaultdict[int, list[int]] = defaultdict(list)
    common: list[int] = []
    alone: list[list[int]] = []
    for key, own in pairs.items():
        if key in home:
            groups[home[key]].append(key)
        elif len(own & everybodys) >= _EVERYBODYS * len(own):
            common.append(key)
        else:
            alone.append([key])
    return [*groups.values(), *([common] if common else []), *alone]
