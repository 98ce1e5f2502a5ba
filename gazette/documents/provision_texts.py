"""Provisions of a relation: between the words that people write and the form that rules compare."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from gazette.documents.citations import Provision, find_citations


def provision_words(provision: Provision) -> str:
    """Return a provision as one writes it: "điểm đ khoản 2 Điều 8", "Điều 5 đến Điều 9"."""
    through = provision.through
    parts = []
    if provision.point:
        parts.append(f"điểm {provision.point}" + (f" đến điểm {through}" if through else ""))
    if provision.clause:
        last = through if through and not provision.point else ""
        parts.append(f"khoản {provision.clause}" + (f" đến khoản {last}" if last else ""))
    if provision.article:
        last = through if through and not (provision.point or provision.clause) else ""
        parts.append(f"Điều {provision.article}" + (f" đến Điều {last}" if last else ""))
    return " ".join(parts)


@lru_cache(maxsize=4096)
def read_provisions(words: str) -> tuple[str, ...]:
    """Return the provisions that a text names, one by one in one spelling; a text that names none is kept as it is."""
    found = [c.provision for c in find_citations(words) if c.provision]
    one_by_one = tuple(dict.fromkeys(filter(None, map(provision_words, found))))
    return one_by_one or ((words.strip(),) if words.strip() else ())


def join_provisions(provisions: Iterable[str]) -> str:
    """Return provisions in one line: "Điều 5, Điều 8"."""
    return ", ".join(provisions)
