"""Figures of a consultation: by day, article, kind of commenter and outcome, each as a table and a chart."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Count
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from gazette.drafts import selectors
from gazette.drafts.commenting import VIETNAM
from gazette.drafts.enums import CommenterKind
from gazette.drafts.models import CommentOutcome, DraftRegulation
from portal.core.selectors import names_of
from search import vietnamese

#: Measures of a chart, in the units of its own drawing.
_BAR, _GAP, _LABELS, _BARS = 22, 8, 250, 430


@dataclass(frozen=True)
class Bar:
    """A row of a table and its bar; `y` and `width` are ready for the drawing."""

    label: str
    value: int
    share: str
    y: int
    text_y: int
    width: int
    value_x: int


@dataclass(frozen=True)
class Table:
    """A table with its chart."""

    name: str
    title: str
    column: str
    bars: list[Bar] = field(default_factory=list)

    @property
    def height(self) -> int:
        """The height of the drawing."""
        return max(1, len(self.bars)) * (_BAR + _GAP)

    @property
    def total(self) -> int:
        """The sum of the rows."""
        return sum(bar.value for bar in self.bars)


def tables(draft: DraftRegulation) -> list[Table]:
    """Return the tables of a draft's published comments (at most five queries)."""
    comments = draft.comments.published().order_by()
    days = (
        comments.annotate(day=TruncDate("created_at", tzinfo=VIETNAM))
        .values("day")
        .annotate(total=Count("pk"))
    )
    by_day = [(vietnamese.format_date(row["day"]), row["total"]) for row in days.order_by("day")]
    kinds = comments.values("submission__commenter_kind").annotate(total=Count("pk"))
    by_kind = {row["submission__commenter_kind"]: row["total"] for row in kinds}
    counted = selectors.comment_counts(draft)
    version = selectors.newest_version(draft)
    sections = [(None, _("Toàn văn dự thảo")), *((s.pk, s.heading) for s in selectors.sections_of(version))]
    by_article = [(heading, counted[key]) for key, heading in sections if counted.get(key)]
    found = [
        _table("by-day", _("Theo ngày"), _("Ngày"), by_day),
        _table("by-article", _("Theo điều"), _("Điều"), by_article),
        _table(
            "by-kind",
            _("Theo đối tượng góp ý"),
            _("Đối tượng"),
            [(str(kind.label), by_kind[kind.value]) for kind in CommenterKind if by_kind.get(kind.value)],
        ),
    ]
    if selectors.are_responses_public(draft):
        rows = (
            selectors.publicly_answered(draft).order_by().values("outcome__code").annotate(total=Count("pk"))
        )
        totals = {row["outcome__code"]: row["total"] for row in rows.order_by("outcome__sort_order")}
        names = names_of(CommentOutcome, list(totals))
        outcomes = [(names.get(code, code), total) for code, total in totals.items()]
        found.append(_table("by-outcome", _("Theo kết quả tiếp thu"), _("Kết quả"), outcomes))
    return found


def _table(name: str, title: str, column: str, rows: list[tuple[str, int]]) -> Table:
    most = max((value for _label, value in rows), default=1)
    total = sum(value for _label, value in rows) or 1
    bars = []
    for place, (label, value) in enumerate(rows):
        y, width = place * (_BAR + _GAP), max(2, round(_BARS * value / most))
        share = f"{100 * value / total:.1f}".replace(".", ",")
        bars.append(Bar(label, value, f"{share} %", y, y + _BAR - 6, width, _LABELS + width + 8))
    return Table(name, title, column, bars)
