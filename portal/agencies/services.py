"""Writes of agencies for other rooms."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Lower

from portal.agencies.enums import AgencyLevel
from portal.agencies.models import Agency, AgencyName
from portal.agencies.models.agencies import NAME_LENGTH
from portal.agencies.naming import (
    bare_province,
    code_for,
    display_name,
    level_code,
    name_key,
    needs_province,
    own_keys,
)
from portal.agencies.selectors import own_provinces
from portal.core import generation

#: A name as a source gives it, the level and the province it stands with; the latter two may be empty.
NamedIssuer = tuple[str, str, str]


@transaction.atomic
def resolve_agencies(names: Iterable[NamedIssuer]) -> dict[NamedIssuer, Agency]:
    """Return the agency of each (name, level, province); unknown ones are created as external agencies.

    A name is found by code, by the present or any former name, and by other spellings; names that differ in case,
    marks, punctuation or `UBND` for `Ủy ban nhân dân` are one; a name without letters is left out. A batch costs the
    same few queries whatever its size, and two imports at a time cannot make the same agency twice.
    """
    wanted = {issuer: _Wanted(*issuer) for issuer in dict.fromkeys(names) if name_key(issuer[0])}
    if not wanted:
        return {}
    own = own_provinces()
    known = _Known({key for issuer in wanted.values() for key in issuer.keys(own)}, wanted.values())
    found = {issuer: known.find(want, own) for issuer, want in wanted.items()}
    missing = {want.code: want for issuer, want in wanted.items() if found[issuer] is None}
    created = _create(missing.values()) if missing else {}
    return {issuer: agency or created[wanted[issuer].code] for issuer, agency in found.items()}


class _Wanted:
    """One name that a source gives, with all that it may be found by."""

    def __init__(self, name: str, level: str, province: str) -> None:
        self.name = display_name(name)
        self.level = level_code(level)
        self.province = display_name(province)
        self.key = name_key(self.name)
        self.code = code_for(self.key, self.province)

    def is_own(self, own: frozenset[str]) -> bool:
        """Whether the source does not place it in another province."""
        return not self.province or bare_province(self.province) in own

    def keys(self, own: frozenset[str]) -> list[str]:
        """Return the keys it may be found by, the likeliest first."""
        if not self.is_own(own) or (self.level == AgencyLevel.CENTRAL and not self.province):
            return [self.key]
        keys = own_keys(self.key, own)
        return [*keys, f"{self.key} tinh"] if self.province else keys


class _Known:
    """The agencies that a batch of names may mean (two queries)."""

    def __init__(self, keys: set[str], wanted: Iterable[_Wanted]) -> None:
        codes = {code.lower() for want in wanted for code in (want.name, want.code)}
        self.by_code: dict[str, Agency] = {}
        self.by_key: dict[str, list[Agency]] = {}
        named = Q(name_key__in=keys) | Q(folded_code__in=codes)
        for agency in (
            Agency.objects.alias(folded_code=Lower("code")).filter(named).order_by("is_external", "pk")
        ):
            self.by_code[agency.code.lower()] = agency
            self.by_key.setdefault(agency.name_key, []).append(agency)
        for other in AgencyName.objects.filter(name_key__in=keys).select_related("agency"):
            self.by_key.setdefault(other.name_key, []).append(other.agency)

    def find(self, want: _Wanted, own: frozenset[str]) -> Agency | None:
        """Return the agency meant, if it is known."""
        for key in want.keys(own):
            for agency in self.by_key.get(key, ()):
                if _fits(agency, want, key, own):
                    return agency
        by_name = self.by_code.get(want.name.lower()) if want.is_own(own) else None
        return by_name or self.by_code.get(want.code.lower())


def _fits(agency: Agency, want: _Wanted, key: str, own: frozenset[str]) -> bool:
    if not agency.is_external:
        # A name that tells the province is ours even where the source files it under the successor.
        return want.is_own(own) or any(province in key for province in own)
    # "Sở Y tế" alone is a different agency in every province; "UBND tỉnh Bình Dương" is not.
    if needs_province(key, want.province) or needs_province(key, agency.province):
        return name_key(agency.province) == name_key(want.province)
    return True


def _create(wanted: Iterable[_Wanted]) -> dict[str, Agency]:
    rows = []
    for want in wanted:
        agency = Agency(
            code=want.code,
            name_vi=want.name[:NAME_LENGTH],
            level=want.level,
            is_external=True,
            province=want.province[:64],
        )
        agency.derive()
        agency.name_key = want.key  # of the whole name, should it be too long to be stored whole
        rows.append(agency)
    # Another import may be creating the same code: whoever comes second reads what the first has made. In one order
    # for all, so that two imports never wait for each other.
    rows.sort(key=lambda agency: agency.code)
    Agency.objects.bulk_create(rows, ignore_conflicts=True)
    generation.raise_generation()
    stored = {agency.code.lower(): agency for agency in Agency.objects.with_code(*(row.code for row in rows))}
    return {row.code: stored[row.code.lower()] for row in rows}
