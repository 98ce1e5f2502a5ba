"""Which document a number means: unique only with agency, symbol and year, so that a wrong link is worse than none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from search import vietnamese

#: Bodies of one place: their numbers say nothing of the province.
_LOCAL = re.compile("ubnd|hdnd")
#: What tells that an issuer is a body of one place.
_LOCAL_ISSUER = re.compile(r"\b(?:ubnd|hdnd|tinh|huyen|xa|phuong|thi tran|thi xa|so|thanh pho|quan)\b")
_LONG_NAMES = (("uy ban nhan dan", "ubnd"), ("hoi dong nhan dan", "hdnd"))
_YEAR = re.compile(r"^[^-]*-((?:19|20)\d\d)-")


@dataclass(frozen=True, slots=True)
class Bearer:
    """A document that bears a number, or that names one."""

    pk: int = 0
    agency: int | None = None
    issuer: str = ""
    province: str = ""
    issued_on: date | None = None
    kind: int | None = None
    #: The record that stands for the law which several records hold.
    law: int = 0

    @property
    def is_central(self) -> bool:
        """Whether it is known to be of a body that is none of one place."""
        return bool(self.issuer) and not self.province and not _LOCAL_ISSUER.search(_folded(self.issuer))


@dataclass(frozen=True, slots=True)
class Named:
    """What is said of the document that a number means."""

    key: str
    issuer: str = ""
    issued_on: date | None = None
    year: int | None = None
    #: It was there before the document that names it, or it came after it.
    is_earlier: bool = False
    is_later: bool = False


def meant(named: Named, speaker: Bearer, bearers: Iterable[Bearer]) -> int | None:
    """Return the one document meant, None when that is not certain."""
    others = [one for one in bearers if one.pk != speaker.pk]
    others = _of_place(named, speaker, others)
    if named.issued_on:
        others = _of_day(named, others)
    else:
        others = _in_order(named, speaker, others)
        if named.year:
            others = [one for one in others if _year(named.key, one) == named.year]
    if _how_many(named, others) > 1 and speaker.agency:
        others = [one for one in others if one.agency == speaker.agency] or others
    if _how_many(named, others) != 1:
        return None
    return next((one.pk for one in others if one.law in {0, one.pk}), others[0].pk)


def _of_place(named: Named, speaker: Bearer, others: list[Bearer]) -> list[Bearer]:
    """Leave out what other bodies issued: "10/2016/QĐ-UBND" is a number of every province."""
    is_local = bool(_LOCAL.search(named.key))
    if named.issuer:
        wanted = _folded(named.issuer)
        fitting = [one for one in others if one.issuer and _is_same_issuer(one, wanted)]
        if fitting or not is_local:
            return fitting or others
        # "UBND tỉnh" without the province's name is that of the document which speaks.
        if _names_place(wanted):
            return []
    if not is_local:
        return others
    if speaker.is_central:
        return []
    return [one for one in others if not _is_elsewhere(one, speaker)]


def _names_place(issuer: str) -> bool:
    return not re.fullmatch(r"(?:chu tich )?(?:ubnd|hdnd)(?: tinh| thanh pho| huyen| xa)?(?: nay)?", issuer)


def _is_same_issuer(one: Bearer, wanted: str) -> bool:
    issuer = _folded(one.issuer)
    return issuer == wanted or (bool(one.province) and f"{issuer} {_folded(one.province)}" == wanted)


def _is_elsewhere(one: Bearer, speaker: Bearer) -> bool:
    if not (one.province and speaker.province):
        return False
    return _folded(one.province) != _folded(speaker.province)


def _of_day(named: Named, others: list[Bearer]) -> list[Bearer]:
    """Return those of the stated day; a slip of the source may be in the day, not in the year."""
    day = named.issued_on
    exact = [one for one in others if one.issued_on == day]
    return exact or [one for one in others if day and _year(named.key, one) == day.year]


def _in_order(named: Named, speaker: Bearer, others: list[Bearer]) -> list[Bearer]:
    """Leave out what the order of days forbids: nobody repeals what is issued later."""
    day = speaker.issued_on
    if day is None:
        return others
    if named.is_earlier:
        return [one for one in others if one.issued_on is None or one.issued_on <= day]
    if named.is_later:
        return [one for one in others if one.issued_on is None or one.issued_on >= day]
    return others


def _year(key: str, one: Bearer) -> int | None:
    if one.issued_on:
        return one.issued_on.year
    return int(match[1]) if (match := _YEAR.match(key)) else None


def _how_many(named: Named, others: Sequence[Bearer]) -> int:
    """Return how many documents these records are: one law may be held twice."""
    laws = {one.law or one.pk for one in others}
    if len(laws) <= 1:
        return len(laws)
    agencies = {one.agency for one in others if one.agency}
    if len(agencies) > 1:
        return len(agencies)
    if _YEAR.match(named.key):
        return 1  # a number with its year is given once by one body
    days = {one.issued_on for one in others}
    return len(days) if None not in days else len(laws)


def _folded(name: str) -> str:
    folded = " ".join(vietnamese.fold(name).split())
    for long, short in _LONG_NAMES:
        folded = folded.replace(long, short)
    return folded
