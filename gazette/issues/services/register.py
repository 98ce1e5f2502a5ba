"""Who has which number and which address, for writers that store many issues at once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from gazette.issues.addressing import choose_address
from gazette.issues.models import GazetteIssue
from gazette.issues.models.issues import overlap_error


@dataclass(slots=True)
class IssueRegister:
    """Numbers and addresses of some years, those of issues that are about to be stored among them."""

    _numbers: dict[tuple[int, str, str, int], GazetteIssue] = field(default_factory=dict)
    _addresses: dict[tuple[int, str], GazetteIssue] = field(default_factory=dict)
    _by_source: dict[str, GazetteIssue] = field(default_factory=dict)
    #: Source id, year and slug of what published issues leave behind.
    moved: list[tuple[str, int, str]] = field(default_factory=list)

    @classmethod
    def of(cls, *, years: Collection[int], source_ids: Collection[str]) -> IssueRegister:
        """Return the register of these years and of the present state of these issues (one query)."""
        register = cls()
        rows = GazetteIssue.objects.filter(year__in=years) | GazetteIssue.objects.filter(
            source_id__in=source_ids
        )
        columns = (
            "source_id", "year", "slug", "province", "part", "first_number", "last_number", "issue_number",
            "first_published_at",
        )  # fmt: skip
        for issue in rows.only(*columns).order_by("pk"):
            register._enter(issue)
        return register

    def place(self, issue: GazetteIssue) -> None:
        """Give an issue its address and enter it; raise `ValidationError` when another one has one of its numbers."""
        for key in _numbers(issue):
            other = self._numbers.get(key)
            if other is not None and other.source_id != issue.source_id:
                raise overlap_error(other.issue_number, issue.year)
        before = self._by_source.get(issue.source_id or "")
        issue.slug = choose_address(
            issue.wanted_slug,
            issue.province,
            present=before.slug if before and before.year == issue.year else "",
            is_taken=lambda slug: self._addresses.get((issue.year, slug), before) is not before,
        )
        if before is not None:
            self._leave(before)
            if before.first_published_at and (before.year, before.slug) != (issue.year, issue.slug):
                self.moved.append((issue.source_id or "", before.year, before.slug))
        self._enter(issue)

    def _enter(self, issue: GazetteIssue) -> None:
        self._addresses[issue.year, issue.slug] = issue
        self._numbers.update(dict.fromkeys(_numbers(issue), issue))
        if issue.source_id:
            self._by_source[issue.source_id] = issue

    def _leave(self, issue: GazetteIssue) -> None:
        del self._addresses[issue.year, issue.slug]
        for key in _numbers(issue):
            del self._numbers[key]


def _numbers(issue: GazetteIssue) -> list[tuple[int, str, str, int]]:
    if issue.number is None:
        return []
    span = range(issue.number.first, issue.number.last + 1)
    return [(issue.year, issue.province, issue.part, number) for number in span]
