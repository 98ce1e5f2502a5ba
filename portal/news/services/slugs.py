"""Slugs for many titles at once."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence

from wagtail.models import Page

from search import vietnamese

_NUMBERS = range(2, 10)


def free_slugs(parent: Page, titles: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Return a slug for each `(key, title)` that no child of `parent` and no other title has (at most two queries).

    Equal titles are numbered; a title borne by very many ends in letters made of its key.
    """
    wanted = {key: vietnamese.slugify(title) or "tin" for key, title in titles}
    taken = _taken(parent, wanted.values())
    repeated = taken | {slug for slug, times in Counter(wanted.values()).items() if times > 1}
    if repeated:
        taken |= _taken(parent, (f"{slug}-{number}" for slug in repeated for number in _NUMBERS))
    slugs: dict[str, str] = {}
    for key, slug in wanted.items():
        numbered = (f"{slug}-{number}" for number in _NUMBERS)
        tail = hashlib.blake2s(key.encode(), digest_size=4).hexdigest()
        free = next(
            (candidate for candidate in (slug, *numbered) if candidate not in taken), f"{slug}-{tail}"
        )
        taken.add(free)
        slugs[key] = free
    return slugs


def _taken(parent: Page, slugs: Iterable[str]) -> set[str]:
    return set(Page.objects.child_of(parent).filter(slug__in=set(slugs)).values_list("slug", flat=True))
