"""Sets of agencies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.db.models import Q
from django.db.models.functions import Lower

from portal.agencies.naming import name_key
from portal.core.models.validity import DatedQuerySet

if TYPE_CHECKING:
    from portal.agencies.models import Agency  # noqa: F401  # named in annotations only


class AgencyQuerySet(DatedQuerySet["Agency"]):
    """Agencies, chainable."""

    def own(self) -> AgencyQuerySet:
        """Keep the agencies of the province itself."""
        return self.filter(is_external=False)

    def with_code(self, *codes: str) -> AgencyQuerySet:
        """Keep the agencies with these codes, in whatever case."""
        return self.alias(folded_code=Lower("code")).filter(folded_code__in=[code.lower() for code in codes])

    def named_like(self, text: str) -> AgencyQuerySet:
        """Keep the agencies with `text` in one of their names or at the start of their code, marks and case aside."""
        key = name_key(text)
        by_code = Q(code__istartswith=text.strip())
        if not key:
            return self.filter(by_code)
        other_names = self.model._default_manager.filter(names__name_key__contains=key)
        return self.filter(by_code | Q(name_key__contains=key) | Q(pk__in=other_names.values("pk")))

    def with_predecessors(self) -> AgencyQuerySet:
        """Add the agencies that these follow, and those that they followed in turn (two queries)."""
        pairs = self.model._default_manager.filter(successions__isnull=False).order_by()
        before: dict[int, set[int]] = defaultdict(set)
        for predecessor, successor in pairs.values_list("pk", "successions__successor"):
            before[successor].add(predecessor)
        keys = _closure(self.values_list("pk", flat=True), before)
        return self.model._default_manager.filter(pk__in=keys)


def _closure(start: Iterable[int], before: Mapping[int, set[int]]) -> set[int]:
    found: set[int] = set()
    waiting = set(start)
    while waiting:
        found |= waiting
        waiting = {earlier for key in waiting for earlier in before.get(key, ())} - found
    return found
