"""Reads of agencies for other rooms."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef

from portal.agencies.models import AdministrativeUnit, Agency, AgencyName
from portal.agencies.naming import bare_province, name_key, own_keys
from portal.core.models import SiteSettings


@dataclass
class Branch:
    """An agency with those below it."""

    agency: Agency
    name: str
    branches: list[Branch] = field(default_factory=list)


def agency_for_code(code: str) -> Agency | None:
    """Return the agency with a code, in whatever case, and its parent."""
    return Agency.objects.with_code(code).select_related("parent").first()


def agency_for_name(name: str, on: date | None = None) -> Agency | None:
    """Return the agency that bears or bore a name; on a day, the one that bore it then comes first."""
    keys = own_keys(name_key(name), own_provinces())
    found: list[tuple[Agency, Agency | AgencyName, str]] = [
        (agency, agency, agency.name_key) for agency in Agency.objects.filter(name_key__in=keys)
    ]
    others = AgencyName.objects.filter(name_key__in=keys).select_related("agency")
    found += [(other.agency, other, other.name_key) for other in others]
    # Equals stay in their order: the present name before former ones and other spellings.
    found.sort(
        key=lambda row: (
            on is not None and not row[1].is_valid_on(on),
            row[0].is_external,
            keys.index(row[2]),
        )
    )
    return found[0][0] if found else None


def own_provinces() -> frozenset[str]:
    """Return the keys of the province that publishes this site, in all its spellings (two queries).

    It is the province of the site's settings, or, where none is set, the one whose districts or communes are known.
    """
    named = {
        bare_province(name) for name in SiteSettings.objects.values_list("province_name", flat=True) if name
    }
    units = AdministrativeUnit.objects.filter(parent=None).annotate(
        has_children=Exists(AdministrativeUnit.objects.filter(parent=OuterRef("pk")))
    )
    keys = set(named)
    for unit in units:
        spellings = {bare_province(name) for name in (unit.name_vi, *unit.alias_list)}
        if spellings & named or (unit.has_children and not named):
            keys |= spellings
    return frozenset(keys)


def agency_tree(on: date | None = None, words: str = "") -> tuple[list[Branch], int]:
    """Return the province's own agencies as a tree, and how many they are (at most three queries).

    On a day they are shown as they stood and were called then; with `words`, those that bear or bore such a name,
    below each other where both do.
    """
    agencies = Agency.objects.own()
    if words:
        agencies = agencies.named_like(words)
    if on is not None:
        agencies = agencies.valid_on(on).prefetch_related("names", "former_parents")
    branches = {agency.pk: Branch(agency, agency.name_on(on) if on else agency.name) for agency in agencies}
    roots: list[Branch] = []
    for branch in branches.values():
        above = branches.get(_parent_id(branch.agency, on) or 0)
        (above.branches if above else roots).append(branch)
    return roots, len(branches)


def _parent_id(agency: Agency, on: date | None) -> int | None:
    if on is not None:
        for former in agency.former_parents.all():
            if former.is_valid_on(on):
                return former.parent_id
    return agency.parent_id
