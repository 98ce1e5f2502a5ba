"""What a CKAN client asks of `package_search`: words, fields, order, a window; the part of Solr's grammar in use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Lower

from opendata.catalogue.ckan_records import LICENCE_CODES, Organization, organization_of
from opendata.catalogue.selectors import catalogue_datasets
from opendata.datasets.enums import FileFormat
from opendata.datasets.models import Dataset
from search import vietnamese

#: One clause: a sign, a field, and a value in quotes, in brackets or bare.
_CLAUSE = re.compile(
    r"""\s*(?P<join>AND|OR|NOT)?\s*(?P<sign>[+-]?)(?:(?P<field>[A-Za-z_]+):)?"""
    r"""(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|\((?P<group>[^()]*)\)|\[(?P<range>[^\[\]]*)\]|(?P<bare>[^\s()"\[\]]+))"""
)
#: An empty condition is lost beside another one; this one holds for every dataset.
_ANY = Q(pk__isnull=False)
_MOST_CLAUSES = 40
_SORTS = {
    "score": "-updated_at", "metadata_modified": "updated_at", "metadata_created": "created_at", "name": "slug",
    "title": "title", "title_string": "title", "views_recent": "-updated_at", "id": "slug",
}  # fmt: skip
_FORMATS = {name.upper() for name in FileFormat.values}


class BadSearch(ValueError):
    """A question that cannot be read; its text says why."""


@dataclass(frozen=True)
class Clause:
    """A condition of a question."""

    field: str
    values: tuple[str, ...]
    is_excluded: bool = False
    is_range: bool = False


def clauses(text: str) -> Iterator[Clause]:
    """Return the conditions of a question; raise `BadSearch` for what is none."""
    place = count = 0
    text = text.strip()
    while place < len(text):
        match = _CLAUSE.match(text, place)
        if match is None or match.end() == place:
            raise BadSearch(f"Could not parse '{text[:80]}'")
        place, count = match.end(), count + 1
        if count > _MOST_CLAUSES:
            raise BadSearch("Too many clauses")
        while place < len(text) and text[place].isspace():
            place += 1
        if match["bare"] in {"AND", "OR"} and not match["field"]:
            continue
        is_excluded = match["sign"] == "-" or match["join"] == "NOT"
        field = (match["field"] or "").lower()
        if match["range"] is not None:
            yield Clause(field, (match["range"],), is_excluded, is_range=True)
        elif match["group"] is not None:
            values = [
                part.replace('\\"', '"')
                for pair in re.findall(r'"((?:[^"\\]|\\.)*)"|(\S+)', match["group"])
                for part in pair
                if part and part not in {"AND", "OR"}
            ]
            yield Clause(field, tuple(values), is_excluded)
        else:
            value = match["quoted"] if match["quoted"] is not None else match["bare"]
            yield Clause(field, (re.sub(r"\\(.)", r"\1", value),), is_excluded)


def find(q: str, filters: list[str]) -> QuerySet[Dataset]:
    """Return the datasets that meet a question and its filters."""
    found = catalogue_datasets()
    for text in (q, *filters):
        if text.strip() in {"", "*:*", "*"}:
            continue
        for clause in clauses(text):
            condition = _condition(clause)
            found = found.exclude(condition) if clause.is_excluded else found.filter(condition)
    return found.distinct()


def _condition(clause: Clause) -> Q:
    if clause.is_range:
        return _range(clause)
    condition = Q(pk__in=[])
    for value in clause.values:
        condition |= _one(clause.field, value)
    return condition


def _one(field: str, value: str) -> Q:
    if value == "*":
        return _ANY
    if field in {"", "text", "title", "notes"}:
        words = _ANY
        for word in vietnamese.fold(value.replace("*", " ")).split()[:12]:
            words &= Q(folded__contains=word)
        return words
    if field in {"name", "id"}:
        return Q(slug=value.rstrip("*")) if not value.endswith("*") else Q(slug__startswith=value.rstrip("*"))
    if field in {"organization", "owner_org"}:
        return _published_by(value)
    if field in {"tags", "keywords"}:
        return Q(pk__in=[pk for pk, words in _keywords() if _folded(value) in words])
    if field == "groups":
        return Q(themes__code=value)
    if field in {"license_id", "license"}:
        return Q(licence__in=[licence for licence, code in LICENCE_CODES.items() if value in {code, licence}])
    if field == "res_format":
        return _ANY if value.upper() in _FORMATS else Q(pk__in=[])
    if field in {"type", "dataset_type", "state", "capacity", "private"}:
        return _ANY if value in {"dataset", "active", "public", "false"} else Q(pk__in=[])
    # A field that this catalogue does not know has no values.
    return Q(pk__in=[])


def organizations() -> dict[Organization, tuple[Q, int]]:
    """Return who publishes, each with what its datasets are found by and their number."""
    rows = (
        catalogue_datasets().order_by().values_list("publisher__code", "publisher__name_vi", "publisher_name")
        .annotate(n=Count("pk"))
    )  # fmt: skip
    found: dict[Organization, tuple[Q, int]] = {}
    for code, agency_name, publisher_name, count in rows:
        organization = organization_of(code, agency_name, publisher_name)
        condition = Q(publisher__code=code) if code else Q(publisher=None, publisher_name=publisher_name)
        known, number = found.get(organization, (Q(pk__in=[]), 0))
        found[organization] = (known | condition, number + count)
    return dict(sorted(found.items(), key=lambda pair: pair[0].name))


def _published_by(name: str) -> Q:
    for organization, (condition, _count) in organizations().items():
        if name.lower() in {organization.name, organization.id}:
            return condition
    return Q(pk__in=[])


def _folded(word: str) -> str:
    return vietnamese.fold(word).strip()


def _keywords() -> list[tuple[int, set[str]]]:
    rows = catalogue_datasets().order_by().exclude(keywords="").values_list("pk", "keywords")
    return [(pk, {_folded(word) for word in words.split(",")}) for pk, words in rows]


def _range(clause: Clause) -> Q:
    column = {"metadata_modified": "updated_at", "metadata_created": "created_at"}.get(clause.field)
    begin, joined, end = clause.values[0].partition(" TO ")
    if column is None or not joined:
        raise BadSearch(f"Cannot search a range of '{clause.field}'")
    condition = Q()
    for operator, text in (("gte", begin.strip()), ("lte", end.strip())):
        if text in {"*", "NOW"}:
            continue
        if (day := re.match(r"\d{4}-\d{2}-\d{2}", text)) is None:
            raise BadSearch(f"Invalid Date String:'{text}'")
        moment = text if "T" in text else f"{day[0]}T{'00:00:00' if operator == 'gte' else '23:59:59'}Z"
        condition &= Q(**{f"{column}__{operator}": _moment(moment)})
    return condition


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError as error:
        raise BadSearch(f"Invalid Date String:'{text}'") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def ordered(found: QuerySet[Dataset], sort: str) -> QuerySet[Dataset]:
    """Return the datasets in the order asked for; the last word is the order of their making."""
    order: list[Any] = []
    for part in filter(None, (piece.strip() for piece in sort.split(","))):
        name, _blank, direction = part.partition(" ")
        if name not in _SORTS or direction.strip().lower() not in {"", "asc", "desc"}:
            raise BadSearch(f"Invalid sort '{part[:80]}'")
        column = _SORTS[name]
        if column.startswith("-"):
            order.append(column)
            continue
        key: Any = Lower(column) if column == "title" else column
        is_descending = direction.strip().lower() == "desc"
        if column == "title":
            order.append(key.desc() if is_descending else key.asc())
        else:
            order.append(f"-{key}" if is_descending else key)
    return found.order_by(*order, "pk") if order else found.order_by("-updated_at", "-pk")


def _organization_facet(rows: Any) -> list[dict[str, Any]]:
    tally: dict[Organization, int] = {}
    for code, agency_name, publisher_name, count in (
        rows.order_by().values_list("publisher__code", "publisher__name_vi", "publisher_name").annotate(n=Count("pk"))
    ):  # fmt: skip
        organization = organization_of(code, agency_name, publisher_name)
        tally[organization] = tally.get(organization, 0) + count
    pairs = sorted(tally.items(), key=lambda pair: (-pair[1], pair[0].name))
    return [{"name": one.name, "display_name": one.title, "count": count} for one, count in pairs]


def facets(found: QuerySet[Dataset], fields: list[str], limit: int) -> dict[str, dict[str, Any]]:
    """Return how often each value of the fields occurs among the datasets."""
    told: dict[str, dict[str, Any]] = {}
    rows = found.model.objects.filter(pk__in=found.order_by().values("pk"))
    for field in fields:
        items: list[dict[str, Any]] = []
        if field == "organization":
            items = _organization_facet(rows)
        elif field == "groups":
            counted = rows.exclude(themes=None).values_list("themes__code", "themes__name_vi").annotate(
                n=Count("pk")).order_by("-n", "themes__code")  # fmt: skip
            items = [{"name": code, "display_name": name, "count": n} for code, name, n in counted]
        elif field in {"license_id", "license"}:
            by_code = rows.order_by().values_list("licence").annotate(n=Count("pk")).order_by("-n")
            items = [
                {"name": LICENCE_CODES[code], "display_name": LICENCE_CODES[code], "count": n}
                for code, n in by_code
            ]
        elif field == "tags":
            tally: dict[str, int] = {}
            for words in rows.values_list("keywords", flat=True):
                for word in {piece.strip() for piece in words.split(",")} - {""}:
                    tally[word] = tally.get(word, 0) + 1
            items = [{"name": word, "display_name": word, "count": n}
                     for word, n in sorted(tally.items(), key=lambda pair: (-pair[1], pair[0]))]  # fmt: skip
        elif field == "res_format":
            total = rows.count()
            items = [
                {"name": name, "display_name": name, "count": total} for name in sorted(_FORMATS) if total
            ]
        told[field] = {"title": field, "items": items[:limit] if limit >= 0 else items}
    return told
