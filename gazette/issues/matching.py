"""Which document an entry of a gazette's contents means: same number, same issuer, same year.

A number is unique only with its agency and year (Decree 30/2020/NĐ-CP), and many provinces write "UBND tỉnh" for
their own committee. What stays ambiguous is not linked: a wrong link in law is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from search import vietnamese

_LONG_FORMS = (("uy ban nhan dan", "ubnd"), ("hoi dong nhan dan", "hdnd"), ("thanh pho", "tp"))
_WORD = re.compile(r"[a-z0-9]+")
_YEAR_IN_NUMBER = re.compile(r"[/-]((?:19|20)\d\d)[/-]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the contents say about a document."""

    number: str
    issuer: str
    type_text: str
    issued_on: date | None
    year: int
    #: Spellings of the province whose gazette it is, folded: {"son la"}.
    provinces: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A document with the wanted number."""

    document_id: int
    issuers: Sequence[str]
    #: Folded name of the document's province, the portal's own when the document names none.
    province: str
    is_central: bool
    issued_on: date | None


def province_key(name: str) -> str:
    """Return a province's name folded, without the word for its rank: "Tỉnh Sơn La" is "son la"."""
    key = " ".join(_WORD.findall(vietnamese.fold(name)))
    return key.removeprefix("tinh ").removeprefix("thanh pho ").removeprefix("tp ")


def match(wanted: Wanted, candidates: Iterable[Candidate]) -> int | None:
    """Return the id of the document that is meant, None when none or several may be."""
    same_year = [candidate for candidate in candidates if _is_of_year(wanted, candidate)]
    for issuer in _stated_issuers(wanted):
        found = [candidate for candidate in same_year if _is_issuer(candidate, issuer, wanted)]
        if not found:
            continue
        exact = [
            candidate for candidate in found if wanted.issued_on and candidate.issued_on == wanted.issued_on
        ]
        left = exact or found
        # The same document taken in from two sources: any of them is right.
        is_one = len({candidate.issued_on for candidate in left}) == 1
        return min(candidate.document_id for candidate in left) if is_one else None
    return None


def _is_of_year(wanted: Wanted, candidate: Candidate) -> bool:
    if _YEAR_IN_NUMBER.search(wanted.number):
        return True
    if candidate.issued_on is None:
        return False
    if wanted.issued_on is not None:
        return candidate.issued_on.year == wanted.issued_on.year
    # The last documents of a year appear in the first issues of the next.
    return candidate.issued_on.year in {wanted.year, wanted.year - 1}


def _stated_issuers(wanted: Wanted) -> list[str]:
    """Return the issuers that an entry names, the likelier first.

    "Quyết định của Chủ tịch UBND tỉnh" in a list headed "UBND tỉnh": the Chairperson is an issuer of its own.
    """
    _kind, _of, holder = wanted.type_text.partition(" của ")
    return [name for name in (holder, wanted.issuer) if name]


def _is_issuer(candidate: Candidate, issuer: str, wanted: Wanted) -> bool:
    key, _named = _issuer_key(issuer, wanted.provinces)
    for name in candidate.issuers:
        other, names_province = _issuer_key(name, wanted.provinces)
        if key == other and (
            names_province or candidate.is_central or candidate.province in wanted.provinces
        ):
            return True
    return False


def _issuer_key(name: str, provinces: frozenset[str]) -> tuple[str, bool]:
    """Return an issuer's name without its province, and whether the province stood in it."""
    key = " ".join(_WORD.findall(vietnamese.fold(name)))
    for long, short in _LONG_FORMS:
        key = re.sub(rf"\b{long}\b", short, key)
    named = next((province for province in provinces if province and key.endswith(f" {province}")), "")
    key = key.removesuffix(f" {named}") if named else key
    return key.removesuffix(" tinh").removesuffix(" tp"), bool(named)
