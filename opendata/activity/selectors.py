"""The counts of a year: how much each collection of the portal published, month by month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.core.cache import cache
from django.db.models import Count, DateField, DateTimeField, Field, Max, Min, QuerySet
from django.db.models.functions import ExtractYear, TruncMonth
from django.utils import timezone

from gazette.documents.models import PortalCollection
from portal.core import generation
from portal.core.registry import CountedRecords, counted_records

#: The collections of the report, in its order.
COLLECTIONS = (
    "tin-tuc", "chi-dao-dieu-hanh", "du-an-dau-thau", "van-ban-qppl", "thong-bao-ket-luan", "ke-hoach-ktxh",
    "lay-y-kien-du-thao", "nghi-quyet-hdnd", "gia-dat", "tiep-cong-dan-don-thu", "hoi-dap", "cong-bao",
)  # fmt: skip
FIRST_YEAR = 1990


@dataclass(frozen=True, kw_only=True)
class CollectionCount:
    """What a collection published in a year or in one of its months, and in the same time of the year before."""

    code: str
    name: str
    unit: str
    count: int
    previous: int
    #: January to December.
    months: tuple[int, ...]

    @property
    def change(self) -> int:
        """How many more than the year before."""
        return self.count - self.previous


def current_year() -> int:
    """Return the year that goes on now."""
    return timezone.localdate().year


def activity(year: int, month: int | None = None) -> list[CollectionCount]:
    """Return the counts of a year, or of one month of it (one query for each kind of records and one for the names)."""
    counts = _counts(year)
    names = {row.code: row for row in PortalCollection.objects.filter(code__in=COLLECTIONS)}
    found = []
    for code in COLLECTIONS:
        months = tuple(counts[code, year, number] for number in range(1, 13))
        before = tuple(counts[code, year - 1, number] for number in range(1, 13))
        known = names.get(code)
        found.append(
            CollectionCount(
                code=code,
                name=known.name if known else code,
                unit=known.unit if known else "",
                count=months[month - 1] if month else sum(months),
                previous=before[month - 1] if month else sum(before),
                months=months,
            )
        )
    return found


def _counts(year: int) -> defaultdict[tuple[str, int, int], int]:
    counts: defaultdict[tuple[str, int, int], int] = defaultdict(int)
    for _name, counted in counted_records.items():
        if counted.collection and counted.collection not in COLLECTIONS:
            continue
        for code, month, number in _months(counted, year):
            counts[code, month.year, month.month] += number
    return counts


def _months(counted: CountedRecords, year: int) -> Iterator[tuple[str, date, int]]:
    """Return the collection, the month and the number of records of two years."""
    records: QuerySet[Any] = counted.records()
    field = _field(records, counted.moment)
    first, end = _bound(field, year - 1), _bound(field, year + 1)
    rows = records.order_by().filter(**{f"{counted.moment}__gte": first, f"{counted.moment}__lt": end})
    if counted.collection_field:
        rows = rows.filter(**{f"{counted.collection_field}__in": COLLECTIONS})
    month = (
        TruncMonth(counted.moment, tzinfo=timezone.get_default_timezone())
        if isinstance(field, DateTimeField)
        else TruncMonth(counted.moment)
    )
    group = ["counted_month", *([counted.collection_field] if counted.collection_field else [])]
    for row in rows.annotate(counted_month=month).values(*group).annotate(counted_number=Count("pk")):
        code = row[counted.collection_field] if counted.collection_field else counted.collection
        yield code, row["counted_month"], row["counted_number"]


def _field(records: QuerySet[Any], name: str) -> Field[Any, Any]:
    field = records.model._meta.get_field(name)
    if not isinstance(field, DateField):
        raise TypeError(f"{records.model.__name__}.{name} is no day and no moment")
    return field


def _bound(field: Field[Any, Any], year: int) -> date | datetime:
    day = date(year, 1, 1)
    if isinstance(field, DateTimeField):
        return timezone.make_aware(datetime.combine(day, time.min), timezone.get_default_timezone())
    return day


def years_with_content() -> list[int]:
    """Return the years of which there is something to report, the newest first, remembered until something changes."""
    found: list[int] = cache.get_or_set(f"activity-years:{generation.current()}", _years, 3600) or []
    return found


def _years() -> list[int]:
    first, last = current_year(), FIRST_YEAR
    for _name, counted in counted_records.items():
        records: QuerySet[Any] = counted.records().order_by()
        # What counts nowhere makes no year.
        if counted.collection and counted.collection not in COLLECTIONS:
            continue
        if counted.collection_field:
            records = records.filter(**{f"{counted.collection_field}__in": COLLECTIONS})
        bounds = records.aggregate(least=Min(counted.moment), most=Max(counted.moment))
        if bounds["least"] is not None:
            first, last = min(first, _year_of(bounds["least"])), max(last, _year_of(bounds["most"]))
    return list(range(min(last, current_year()), max(first, FIRST_YEAR) - 1, -1))


def _year_of(moment: date | datetime) -> int:
    return timezone.localtime(moment).year if isinstance(moment, datetime) else moment.year


def changed_by_year() -> dict[int, datetime]:
    """Return for each year when a record that its report counts changed last (a query for each kind of record)."""
    found: dict[int, datetime] = {}
    for _name, counted in counted_records.items():
        records: QuerySet[Any] = counted.records()
        names = {field.name for field in records.model._meta.get_fields()}
        changed_at = next((name for name in ("updated_at", "last_published_at") if name in names), None)
        if changed_at is None:
            continue
        field = _field(records, counted.moment)
        zone = timezone.get_default_timezone() if isinstance(field, DateTimeField) else None
        years = records.order_by().annotate(counted_year=ExtractYear(counted.moment, tzinfo=zone))
        for year, moment in years.values_list("counted_year").annotate(newest=Max(changed_at)):
            if year is not None and moment is not None:
                found[year] = max(moment, found.get(year, moment))
    return found
